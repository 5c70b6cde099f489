import { lazy, useEffect } from 'react';
import { usePanel } from '../../panel-model';
import { useConnection } from './use-connection';
import { Welcome } from './welcome';
import './connect.css';

const loadConnected = () => import('./connected');
const Connected = lazy(loadConnected);

/** Milliseconds after which a person types: what comes after the first screen is loaded then, in nobody's way. */
const firstLetter = 500;

/** Which Casdoor, and what would keep people from signing in with it. */
export const Connect = () => {
  const isKnown = usePanel().state.connection !== null;
  const connection = useConnection();
  useEffect(() => {
    if (isKnown) return;
    const timer = setTimeout(() => void loadConnected().catch(() => {}), firstLetter);
    return () => clearTimeout(timer);
  }, [isKnown]);
  return isKnown ? <Connected connection={connection} /> : <Welcome connection={connection} />;
};
