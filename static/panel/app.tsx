import Button from '@atlaskit/button/new';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { AnswerOf, PanelState } from '../../src/contract/panel-calls';
import type { Failure } from '../../src/contract/result';
import { call } from './bridge';
import { PanelModelProvider, usePanel } from './panel-model';
import { Banner } from './parts/banner';
import { Skeleton } from './parts/skeleton';
import { type Step, stepNames, useStep } from './routes';
import { Header } from './shell/header';
import { Tracker } from './shell/tracker';
import { Connect } from './steps/connect/connect';

const ClientStep = lazy(() => import('./steps/client/client'));
const SignInStep = lazy(() => import('./steps/sign-in/sign-in'));
const MappingStep = lazy(() => import('./steps/mapping/mapping'));
const ApplyStep = lazy(() => import('./steps/apply/apply'));

type Loading = { kind: 'loading' } | { kind: 'failed'; error: Failure } | { kind: 'loaded'; state: PanelState };

/** `first` is the answer to `load` that was asked for while the page was still being put together. */
export const App = ({ first }: { first: Promise<AnswerOf<'load'>> }) => {
  const [loading, setLoading] = useState<Loading>({ kind: 'loading' });
  const load = async (asked: Promise<AnswerOf<'load'>>) => {
    setLoading({ kind: 'loading' });
    const answer = await asked;
    setLoading(answer.ok ? { kind: 'loaded', state: answer.value } : { kind: 'failed', error: answer.error });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at the start.
  useEffect(() => void load(first), []);

  if (loading.kind === 'loaded')
    return (
      <PanelModelProvider initial={loading.state}>
        <Panel />
      </PanelModelProvider>
    );
  return (
    <main className="frame frame-alone">
      <h1 className="unseen">Casdoor sign-in</h1>
      {loading.kind === 'loading' ? (
        <Skeleton label="The panel is being loaded" />
      ) : (
        <Banner
          of="blocker"
          title={loading.error.message}
          actions={<Button onClick={() => void load(call('load', {}))}>Try again</Button>}
        >
          {loading.error.remedy}
        </Banner>
      )}
    </main>
  );
};

const Panel = () => {
  const step = useStep();
  const isKnown = usePanel().state.connection !== null;
  useArrival(`${step} ${isKnown}`);
  useEffect(() => {
    document.title = `${stepNames[step]} · Casdoor sign-in`;
  }, [step]);
  return (
    <>
      {/* A button: the fragment names the step, so a link within the page would leave it. */}
      <button type="button" className="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the step
      </button>
      <Header />
      <div className="frame">
        <Tracker step={step} />
        <main className={step === 'mapping' || step === 'sign-in' ? 'main main-wide' : 'main'} id="main" tabIndex={-1}>
          <Suspense fallback={<Skeleton label={`${stepNames[step]} is being loaded`} />}>
            <StepView step={step} />
          </Suspense>
        </main>
      </div>
    </>
  );
};

/** A screen that comes in place of another begins at its top; a focus that went with the old one goes to the new. */
const useArrival = (screen: string) => {
  const shown = useRef(screen);
  useEffect(() => {
    if (shown.current === screen) return;
    shown.current = screen;
    scrollTo(0, 0);
    if (document.activeElement === null || document.activeElement === document.body)
      document.getElementById('main')?.focus({ preventScroll: true });
  }, [screen]);
};

const StepView = ({ step }: { step: Step }) => {
  switch (step) {
    case 'connect':
      return <Connect />;
    case 'client':
      return <ClientStep />;
    case 'sign-in':
      return <SignInStep />;
    case 'mapping':
      return <MappingStep />;
    case 'apply':
      return <ApplyStep />;
  }
};
