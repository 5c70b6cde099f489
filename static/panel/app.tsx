import Button from '@atlaskit/button/default/button';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import type { AnswerOf, PanelState } from '../../src/contract/panel-calls';
import type { Failure } from '../../src/contract/result';
import { call } from './bridge';
import { PanelModelProvider, usePanel } from './panel-model';
import { Banner } from './parts/banner';
import { ErrorBoundary } from './parts/error-boundary';
import { Skeleton } from './parts/skeleton';
import { useFocusInView } from './parts/use-focus-in-view';
import { type Step, stepNames, useStep } from './routes';
import { Header } from './shell/header';
import { Tracker } from './shell/tracker';
import { Connect } from './steps/connect/connect';

const ClientStep = lazy(() => import('./steps/client/client'));
const SignInStep = lazy(() => import('./steps/sign-in/sign-in'));
const MappingStep = lazy(() => import('./steps/mapping/mapping'));
const DirectoryStep = lazy(() => import('./steps/directory/directory'));
const ApplyStep = lazy(() => import('./steps/apply/apply'));
const WatchStep = lazy(() => import('./steps/watch/watch'));

type State = { kind: 'loading' } | { kind: 'failed'; error: Failure } | { kind: 'loaded'; state: PanelState };

/** `first` is the answer to `load` that was asked for while the page was still being put together. */
export const App = ({ first }: { first: AnswerOf<'load'> }) => {
  const [state, setState] = useState(() => stateOf(first));
  const load = async () => {
    setState({ kind: 'loading' });
    setState(stateOf(await call('load', {})));
  };

  switch (state.kind) {
    case 'loading':
      return <Loading />;
    case 'loaded':
      return (
        <PanelModelProvider initial={state.state}>
          <Panel />
        </PanelModelProvider>
      );
    case 'failed':
      return (
        <Alone>
          <Banner
            of="blocker"
            title={state.error.message}
            actions={<Button onClick={() => void load()}>Try again</Button>}
          >
            {state.error.remedy}
          </Banner>
        </Alone>
      );
  }
};

const stateOf = (answer: AnswerOf<'load'>): State =>
  answer.ok ? { kind: 'loaded', state: answer.value } : { kind: 'failed', error: answer.error };

/** The outline of the panel before anything is known. */
export const Loading = () => (
  <Alone>
    <Skeleton label="The panel is being loaded" />
  </Alone>
);

const Alone = ({ children }: { children: ReactNode }) => (
  <main className="frame frame-alone">
    <h1 className="unseen">Casdoor sign-in</h1>
    {children}
  </main>
);

const Panel = () => {
  const step = useStep();
  const isKnown = usePanel().state.connection !== null;
  useArrival(`${step} ${isKnown}`);
  const main = useRef<HTMLElement>(null);
  useFocusInView(main);
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
        <main
          ref={main}
          className={step === 'mapping' || step === 'sign-in' ? 'main main-wide' : 'main'}
          id="main"
          tabIndex={-1}
        >
          {/* Of its own for each step: going elsewhere leaves what has broken behind. */}
          <ErrorBoundary key={step} of={stepNames[step]}>
            <Suspense fallback={<Skeleton label={`${stepNames[step]} is being loaded`} />}>
              <StepView step={step} />
            </Suspense>
          </ErrorBoundary>
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
    case 'directory':
      return <DirectoryStep />;
    case 'apply':
      return <ApplyStep />;
    case 'watch':
      return <WatchStep />;
  }
};
