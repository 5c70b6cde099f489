import Button from '@atlaskit/button/default/button';
import { useEffect, useState } from 'react';
import type { FieldSheet } from '../../../../src/contract/field-sheet';
import type { Report, Verdict } from '../../../../src/contract/report';
import type { Failure } from '../../../../src/contract/result';
import { pluginNames } from '../../../../src/contract/target';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { NewTabLink } from '../../parts/new-tab-link';
import { RichText } from '../../parts/rich-text';
import { Skeleton } from '../../parts/skeleton';
import { StepFoot } from '../../parts/step-foot';
import { hrefOf } from '../../routes';
import { placeOf } from '../../shell/target-words';
import { SheetRow } from './sheet-row';
import { useTicks } from './use-ticks';
import './apply.css';

/** Every field of the plugin's screens in its order, to be filled in by hand. */
const ApplyStep = () => {
  const { target } = usePanel();
  if (target) return <ApplyTo key={`${target.id} ${target.settings.version} ${target.mapping?.version ?? 0}`} />;
  return (
    <>
      <div className="head">
        <h1>Apply</h1>
        <p>What to type into the plugin.</p>
      </div>
      <p>
        There is no plugin yet whose fields could be filled in. <a href={hrefOf('client')}>Name it in Client</a>
      </p>
      <StepFoot step="apply" />
    </>
  );
};

type Loading = { kind: 'loading' } | { kind: 'failed'; error: Failure } | { kind: 'loaded'; sheet: FieldSheet };

const ApplyTo = () => {
  const { target, report, isStale, check } = usePanel();
  const id = target?.id ?? '';
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
  const place = target ? placeOf(target.settings.value) : '';
  const plugin = target ? pluginNames[target.settings.value.plugin] : '';
  return (
    <>
      <div className="head">
        <h1>Apply</h1>
        <p>
          The fields of {plugin} on {place}, in the order of its screens. Nothing is written from here: copy each value
          over, and tick it.
        </p>
      </div>
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
      <StepFoot step="apply" />
    </>
  );
};

/** The step with the worst verdict; the first of several. */
const stepToMend = (steps: Report['steps']) =>
  verdictOrder
    .flatMap((verdict) => (['connect', 'client', 'mapping'] as const).filter((step) => steps[step].verdict === verdict))
    .at(0) ?? 'connect';

const verdictOrder: readonly Verdict[] = ['broken', 'at-risk', 'incomplete'];

const Sheet = ({ sheet }: { sheet: FieldSheet }) => {
  const { ticks, toggle, failure } = useTicks();
  const fields = sheet.sections.flatMap((section) => section.fields);
  const done = fields.filter(({ id }) => ticks.has(id)).length;
  return (
    <>
      <div className="row spread sheet-head">
        <p className="grow">
          <RichText>{sheet.where}</RichText>
        </p>
        {sheet.url !== null && <NewTabLink url={sheet.url} label="Open the plugin's settings" />}
      </div>
      <p className="small subtle figures sheet-count">
        {done} of {fields.length} ticked
      </p>
      {failure && (
        <Banner of="look" title={failure.message} label="Ticks">
          {failure.remedy}
        </Banner>
      )}
      {sheet.sections.map(({ tab, fields: ofTab }) => (
        <section key={tab} className="card sheet" aria-label={tab}>
          <h2 className="sheet-tab">{tab}</h2>
          <ul>
            {ofTab.map((field) => (
              <SheetRow key={field.id} field={field} isTicked={ticks.has(field.id)} onTick={() => toggle(field.id)} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
};

// React.lazy asks for a default.
export default ApplyStep;
