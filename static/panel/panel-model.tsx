import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import type { JudgedStep, Report, Summary } from '../../src/contract/report';
import { call } from './bridge';
import { type Check, useCheck } from './check-run';
import { isAboutEarlierSettings } from './earlier-settings';
import { wasJudged } from './parts/verdict-words';
import { type Sampled, sampledFor, withSampled } from './sampled';
import { type Apply, useApply } from './use-apply';
import { type Directory, useDirectory } from './use-directory';
import { type SignIn, useSignIn } from './use-sign-in';
import { useWatch, type Watch } from './use-watch';

export type PanelModel = {
  state: PanelState;
  /** The target that all steps are about; null where there is none yet, or a new one is being made. */
  target: TargetView | null;
  choose: (target: string | null) => void;
  /** Takes over what a call answered. */
  adopt: (state: PanelState) => void;
  /** Asks the backend for everything anew; what is being typed is kept. */
  reload: () => Promise<void>;
  check: Check;
  /** The newest report of the target that ended. */
  report: Report | null;
  /** Something was saved since that report: it may be read, but it is no verdict any more. */
  isStale: boolean;
  /** The test sign-in of the target. */
  signIn: SignIn;
  /** The dry run of the target. */
  directory: Directory;
  /** What was written into the plugin of the target. */
  apply: Apply;
  /** Whether what was written still is so. */
  watch: Watch;
  /** What Mapping saw of the saved mapping; null where it was not opened since. */
  sampled: Sampled | null;
  noteSampled: (sampled: Sampled) => void;
  /** Says something to people who cannot see where it appeared. */
  announce: (sentence: string) => void;
};

const Model = createContext<PanelModel | null>(null);

export const usePanel = (): PanelModel => {
  const model = useContext(Model);
  if (!model) throw new Error('There is no panel around this part.');
  return model;
};

const kept = 'companion:target';

/** Holds what the backend said, and which target is looked at. */
export const PanelModelProvider = ({ initial, children }: { initial: PanelState; children: ReactNode }) => {
  const [state, setState] = useState(initial);
  const [chosen, setChosen] = useState<string | null | undefined>(() => sessionStorage.getItem(kept) ?? undefined);
  const [announcement, setAnnouncement] = useState('');
  const [noted, setNoted] = useState<Sampled | null>(null);

  const target = useMemo(() => {
    if (chosen === null) return null;
    return state.targets.find(({ id }) => id === chosen) ?? state.targets[0] ?? null;
  }, [state, chosen]);
  const choose = useCallback((id: string | null) => {
    if (id === null) sessionStorage.removeItem(kept);
    else sessionStorage.setItem(kept, id);
    setChosen(id);
  }, []);
  const reload = useCallback(async () => {
    const answer = await call('load', {});
    if (answer.ok) setState(answer.value);
  }, []);
  const announcing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const announce = useCallback((sentence: string) => {
    clearTimeout(announcing.current);
    // Emptied first: the same sentence twice would be said once.
    setAnnouncement('');
    announcing.current = setTimeout(() => setAnnouncement(sentence), 50);
  }, []);
  useEffect(() => () => clearTimeout(announcing.current), []);

  const check = useCheck({ state, target, reload, announce });
  const signIn = useSignIn({ state, target, reload, announce });
  const directory = useDirectory({ state, target, announce });
  const apply = useApply({ state, target, announce });
  const watch = useWatch({ state, target, apply, announce });
  const model = useMemo<PanelModel>(
    () => ({
      state,
      target,
      choose,
      adopt: setState,
      reload,
      check,
      report: check.report,
      isStale: check.report !== null && isAboutEarlierSettings(check.report, state, target),
      signIn,
      directory,
      apply,
      watch,
      sampled: sampledFor(noted, target),
      noteSampled: setNoted,
      announce,
    }),
    [state, target, choose, reload, check, signIn, directory, apply, watch, noted, announce],
  );
  return (
    <Model.Provider value={model}>
      {children}
      <div role="status" aria-live="polite" className="unseen" data-testid="announcement">
        {announcement}
      </div>
    </Model.Provider>
  );
};

/** How a step stands by what was looked at last; null where that was never made, or no longer counts. */
export const summaryOf = (
  step: JudgedStep,
  { report, signIn, directory, sampled }: Pick<PanelModel, 'report' | 'signIn' | 'directory' | 'sampled'>,
): Summary | null => {
  // The usual run makes no sign-in and reads no directory, so what it says of these steps is always empty.
  if (step === 'sign-in') return signIn.summary;
  if (step === 'directory') return directory.summary;
  const summary = report && wasJudged(report.steps[step]) ? report.steps[step] : null;
  return step === 'mapping' ? withSampled(summary, sampled) : summary;
};
