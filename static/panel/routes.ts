import { useEffect, useState } from 'react';
import type { JudgedStep } from '../../src/contract/report';

export const steps = ['connect', 'client', 'sign-in', 'mapping', 'directory', 'apply', 'watch'] as const;
export type Step = (typeof steps)[number];

export const stepNames: Record<Step, string> = {
  connect: 'Connect',
  client: 'Client',
  'sign-in': 'Sign-in',
  mapping: 'Mapping',
  directory: 'Directory',
  apply: 'Apply',
  watch: 'Watch',
};

export const isJudged = (step: Step): step is JudgedStep => step !== 'apply' && step !== 'watch';

export const hrefOf = (step: Step): string => `#/${step}`;

const kept = 'companion:step';

/** The step that the address names. A reload under Forge drops the fragment, so the last one is remembered. */
export const useStep = (): Step => {
  const [step, setStep] = useState<Step>(
    () => stepOf(location.hash) ?? stepOf(`#/${sessionStorage.getItem(kept)}`) ?? 'connect',
  );
  useEffect(() => {
    const follow = () => setStep((before) => stepOf(location.hash) ?? before);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  useEffect(() => sessionStorage.setItem(kept, step), [step]);
  return step;
};

const stepOf = (hash: string): Step | undefined => steps.find((step) => hash === hrefOf(step));
