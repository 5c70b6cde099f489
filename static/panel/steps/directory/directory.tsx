import { useEffect, useRef } from 'react';
import { readAddress } from '../../../../src/casdoor/address';
import type { DirectoryState } from '../../../../src/contract/dry-run';
import type { PanelState, TargetView } from '../../../../src/contract/panel-calls';
import { productNames } from '../../../../src/contract/target';
import { readDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { Mark } from '../../parts/mark';
import { Skeleton } from '../../parts/skeleton';
import { StepFoot } from '../../parts/step-foot';
import { hrefOf, type Step } from '../../routes';
import { isGoingOn } from '../../use-directory';
import { Before } from './before';
import { Broken } from './broken';
import { DirectoryResult } from './directory-result';
import { Running } from './running';
import './directory.css';

/** What the first sign-in would do to everybody: read, judged, shown. */
const DirectoryStep = () => {
  const { state, target } = usePanel();
  const product = productNames[target?.settings.value.product ?? state.place.product];
  return target ? (
    <DirectoryOf key={target.id} target={target} lacks={lacking(state, target)} />
  ) : (
    <>
      <Head product={product} />
      <p>
        A dry run signs everybody in as the plugin would, and there is no plugin yet.{' '}
        <a href={hrefOf(state.connection === null ? 'connect' : 'client')}>
          {state.connection === null ? 'Give the address of Casdoor in Connect' : 'Name it in Client'}
        </a>
      </p>
      <StepFoot step="directory" />
    </>
  );
};

const Head = ({ product, isShort = false }: { product: string; isShort?: boolean }) => (
  <div className="head">
    <h1>Directory</h1>
    {!isShort && (
      <p>
        What the first sign-in would do to every person in Casdoor and every account in {product}. It reads and never
        writes.
      </p>
    )}
  </div>
);

/** Something that a run needs, and the step that has it. */
export type Lacking = { text: string; link: string; step: Step };

const lacking = ({ connection }: PanelState, target: TargetView): Lacking[] => {
  if (connection === null)
    return [{ text: 'There is no Casdoor yet.', link: 'Give its address in Connect', step: 'connect' }];
  const address = readAddress(connection.value.address);
  const hasClient = target.settings.value.clientId !== '' || (address.ok && Boolean(address.value.clientId));
  return [
    ...(hasClient
      ? []
      : [
          {
            text: 'The directory is read with the client ID, and there is none yet.',
            link: 'Fill it in in Client',
            step: 'client',
          } as const,
        ]),
    ...(target.secret.kind === 'saved'
      ? []
      : [
          {
            text: 'The directory is read with the client secret, and there is none yet.',
            link: 'Save it in Client',
            step: 'client',
          } as const,
        ]),
    ...(target.mapping
      ? []
      : [
          {
            text: 'What a sign-in does follows from the mapping, and none is saved yet.',
            link: 'Save one in Mapping',
            step: 'mapping',
          } as const,
        ]),
  ];
};

const DirectoryOf = ({ target, lacks }: { target: TargetView; lacks: readonly Lacking[] }) => {
  const { directory } = usePanel();
  const { state, refresh } = directory;
  const product = productNames[target.settings.value.product];
  // What others did since the panel was opened.
  useEffect(() => void refresh(), [refresh]);
  useFocusOf(phaseOf(state));
  const current = state?.current ?? null;
  const last = state?.last ?? null;
  const isRunning = isGoingOn(current);
  const isResultShown = !isRunning && last?.result != null;
  return (
    <>
      <Head product={product} isShort={isResultShown} />
      <FailureBanner failure={directory.failure} />
      {target.mapping && readDraft(`mapping:${target.id}`) !== null && (
        <p className="row">
          <Mark of="not-yet" />
          <span className="grow">
            Mapping has changes that are not saved; a run goes by version {target.mapping.version}.{' '}
            <a href={hrefOf('mapping')}>Save them in Mapping</a>
          </span>
        </p>
      )}
      {state === null && !directory.failure && <Skeleton label="The last dry run is being looked up" />}
      {current && isRunning && <Running run={current} product={product} />}
      {state && current && !isRunning && <Broken run={current} hasResult={isResultShown} />}
      {state && isResultShown && last?.result && (
        <DirectoryResult state={state} run={last} result={last.result} target={target} lacks={lacks} />
      )}
      {state && !isRunning && !isResultShown && <Before state={state} target={target} lacks={lacks} />}
      <StepFoot step="directory" />
    </>
  );
};

/** Another of these is another screen: what had the focus is gone. */
const phaseOf = (state: DirectoryState | null): string => {
  if (state === null) return 'loading';
  if (isGoingOn(state.current)) return 'running';
  return `${state.current?.id ?? ''} ${state.last?.id ?? 'before'}`;
};

/** A focus that went with the screen before goes to the heading of this one. */
const useFocusOf = (phase: string) => {
  const shown = useRef(phase);
  useEffect(() => {
    if (shown.current === phase) return;
    const isFirst = shown.current === 'loading';
    shown.current = phase;
    if (isFirst) return;
    if (document.activeElement === null || document.activeElement === document.body)
      document.getElementById('directory-answer')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [phase]);
};

// React.lazy asks for a default.
export default DirectoryStep;
