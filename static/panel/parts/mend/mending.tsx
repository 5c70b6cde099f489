import { createContext, type ReactNode, useContext } from 'react';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { type Mend, type MendSubject, useMend } from './use-mend';

const Mending = createContext<(Mend & { target: TargetView }) | null>(null);

type MendingOfProps = { target: TargetView; onWritten: (subject: MendSubject) => void; children: ReactNode };

/** The screen around it can mend redirect URIs of this target in Casdoor. */
export const MendingOf = ({ target, onWritten, children }: MendingOfProps) => {
  const mend = useMend({ target: target.id, onWritten });
  return <Mending.Provider value={{ ...mend, target }}>{children}</Mending.Provider>;
};

/** Null on a screen where nothing is mended. */
export const useMending = () => useContext(Mending);
