import Button from '@atlaskit/button/default/button';
import { type ReactNode, useEffect, useState } from 'react';
import type { FieldSheet } from '../../../../src/contract/field-sheet';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { Report, Verdict } from '../../../../src/contract/report';
import type { Failure } from '../../../../src/contract/result';
import { pluginNames } from '../../../../src/contract/target';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { RichText } from '../../parts/rich-text';
import { Skeleton } from '../../parts/skeleton';
import { jumpTo } from '../../parts/verdict';
import { hrefOf } from '../../routes';
import { placeOf } from '../../shell/target-words';
import { CompareFile } from './compare-file';
import { Head } from './head';
import { ImportFile } from './import-file';
import { Sheet } from './sheet';

type Loading = { kind: 'loading' } | { kind: 'failed'; error: Failure } | { kind: 'loaded'; sheet: FieldSheet };

type ByHandProps = {
  target: TargetView;
  /** Why nothing is written from here; null where it was chosen so. */
  why: string | null;
  /** What could be done about that. */
  children?: ReactNode;
};

/** The fields of the plugin's screens to be filled in and ticked, a file to import, and a look whether it is there. */
export const ByHand = ({ target, why, children }: ByHandProps) => {
  const { report, isStale, check } = usePanel();
  const { id } = target;
  const [loading, setLoading] = useState<Loading>({ kind: 'loading' });
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try asks anew, and so does a report that has come since.
  useEffect(() => {
    let isCurrent = true;
    // What is there stays while it is made anew, with the focus that may stand in it.
    setLoading((before) => (before.kind === 'loaded' ? before : { kind: 'loading' }));
    void call('fields', { target: id }).then((answer) => {
      if (isCurrent)
        setLoading(answer.ok ? { kind: 'loaded', sheet: answer.value } : { kind: 'failed', error: answer.error });
    });
    return () => {
      isCurrent = false;
    };
  }, [id, tries, check.reportRun]);
  const { plugin } = target.settings.value;
  const hasImport = plugin === 'miniorange' && target.mapping !== null;
  const hasCompare = hasImport || (plugin === 'atlassian-dc' && target.mapping !== null);
  return (
    <>
      <Head>
        The fields of {pluginNames[plugin]} on {placeOf(target.settings.value)}, in the order of its screens. Copy each
        value over, and tick it.
      </Head>
      {why !== null && <p className="by-hand-why">Nothing is written from here. {why}</p>}
      {children}
      {hasCompare && (
        <p className="row by-hand-why">
          <span className="subtle">Below the list:</span>
          {hasImport && (
            <button type="button" className="link-button" onClick={() => jumpTo('import-file')}>
              a file to import
            </button>
          )}
          <button type="button" className="link-button" onClick={() => jumpTo('compare-file')}>
            a look whether it is there
          </button>
        </p>
      )}
      {report && isStale && (
        <Banner of="look" title="What is saved now has not been checked yet." label="Verdict">
          Settings were saved since the last check. <a href={hrefOf('connect')}>Check again</a>
        </Banner>
      )}
      {report && !isStale && report.verdict !== 'ready' && (
        <Banner
          of={report.verdict === 'broken' ? 'serious' : 'look'}
          title={<RichText>{report.headline}</RichText>}
          label="Verdict"
        >
          Filling in the fields alone will not mend it.{' '}
          <a href={hrefOf(stepToMend(report.steps))}>Look at what was found</a>
        </Banner>
      )}
      {loading.kind === 'loading' && <Skeleton label="The fields are being made" />}
      {loading.kind === 'failed' && (
        <Banner
          of="look"
          title={loading.error.message}
          actions={<Button onClick={() => setTries(tries + 1)}>Try again</Button>}
        >
          {loading.error.remedy}
        </Banner>
      )}
      {loading.kind === 'loaded' && <Sheet sheet={loading.sheet} />}
      {hasImport && <ImportFile target={target} />}
      {hasCompare && <CompareFile target={target} />}
      {(plugin === 'miniorange-cloud' || plugin === 'other') && (
        <p className="below">
          Whether people get in is told by a <a href={hrefOf('sign-in')}>test sign-in</a>, and by one through the plugin
          itself.
        </p>
      )}
    </>
  );
};

/** The step with the worst verdict; the first of several. */
const stepToMend = (steps: Report['steps']) =>
  verdictOrder
    .flatMap((verdict) => (['connect', 'client', 'mapping'] as const).filter((step) => steps[step].verdict === verdict))
    .at(0) ?? 'connect';

const verdictOrder: readonly Verdict[] = ['broken', 'at-risk', 'incomplete'];
