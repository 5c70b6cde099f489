import Button from '@atlaskit/button/default/button';
import RetryIcon from '@atlaskit/icon/core/refresh';
import Lozenge from '@atlaskit/lozenge';
import { useMemo, useState } from 'react';
import type { DirectoryState, DryRunResult, DryRunView, RowGroup } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { productNames } from '../../../../src/contract/target';
import { keyFieldOf, rulesOf } from '../../../../src/mapping/rules-of';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { FailureBanner } from '../../parts/failure-banner';
import { Fold } from '../../parts/fold';
import { Mark } from '../../parts/mark';
import { timeOf } from '../../parts/moment';
import { RichText } from '../../parts/rich-text';
import { lozenges } from '../../parts/verdict';
import { hrefOf } from '../../routes';
import { RunSettings } from './before';
import { Compared, type ComparedSide } from './compared';
import type { Lacking } from './directory';
import { DirectoryFindings } from './directory-findings';
import { ExportMenu } from './export-menu';
import { FlowPicture } from './flow-picture';
import { sectionsOf } from './group-lines';
import { GroupList } from './group-list';
import { KeptLine } from './kept-line';
import { PeopleOf } from './people-of';
import { answerOf } from './result-words';

type DirectoryResultProps = {
  state: DirectoryState;
  run: DryRunView;
  result: DryRunResult;
  target: TargetView;
  lacks: readonly Lacking[];
};

/** What is open in the place of the list. */
type Opened = { group: RowGroup } | { compared: ComparedSide } | null;

/** What came of a run: the answer, where people flow, and the groups, each of which opens. */
export const DirectoryResult = ({ state, run, result, target, lacks }: DirectoryResultProps) => {
  const [opened, setOpened] = useState<Opened>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const product = productNames[target.settings.value.product];
  const sections = useMemo(() => {
    const { plugin } = target.settings.value;
    const by = target.mapping ? keyFieldOf(rulesOf(target.mapping.value, plugin), plugin) : 'username';
    return sectionsOf({ result, comparison: state.comparison, product, by });
  }, [result, state.comparison, target, product]);
  const isStale = run.changedSince.length > 0;
  const close = (from: string) => {
    setOpened(null);
    // The list comes back with the next drawing.
    requestAnimationFrame(() => document.getElementById(from)?.focus());
  };
  return (
    <div className={isStale ? 'result-old' : undefined}>
      {isStale && <Stale run={run} lacks={lacks} />}
      <NotTold result={result} product={product} />
      <Answer run={run} result={result} lacks={lacks} isStale={isStale} onFailure={setFailure} />
      <FailureBanner failure={failure} />
      {/* What was asked of a run that is gone is not asked of the one before it. */}
      <KeptLine key={run.id} run={run} result={result} />
      {state.comparison && <Compared comparison={state.comparison} onOpen={(compared) => setOpened({ compared })} />}
      <FlowPicture sums={result.sums} product={product} />
      {opened === null && <GroupList sections={sections} onOpen={(group) => setOpened({ group })} />}
      {opened !== null && (
        <PeopleOf
          key={JSON.stringify(opened)}
          opened={opened}
          run={run}
          result={result}
          target={target}
          line={sections.flatMap(({ lines }) => lines).find(({ group }) => 'group' in opened && group === opened.group)}
          onClose={() => close('group' in opened ? `group-${opened.group}` : `compared-${opened.compared}`)}
        />
      )}
      <DirectoryFindings result={result} />
      <div className="group">
        <div className="card folds">
          <Fold
            look="row"
            summary={
              <span className="grow">
                <strong>What the next run reads</strong>
                <br />
                <span className="subtle">How the accounts in {product} are read, and who administers it</span>
              </span>
            }
          >
            <RunSettings state={state} target={target} />
          </Fold>
        </div>
      </div>
    </div>
  );
};

type AnswerProps = {
  run: DryRunView;
  result: DryRunResult;
  lacks: readonly Lacking[];
  isStale: boolean;
  onFailure: (failure: Failure | null) => void;
};

const Answer = ({ run, result, lacks, isStale, onFailure }: AnswerProps) => {
  const answer = answerOf(result);
  const of = isStale ? 'not-yet' : answer.of;
  const { verdict } = result.report.steps.directory;
  return (
    <section className={`verdict verdict-${of}`} aria-label="Verdict">
      <Mark of={of} size="large" silent />
      <div className="verdict-body">
        <div className="row">
          <h2 id="directory-answer" tabIndex={-1}>
            <RichText>{answer.headline}</RichText>
          </h2>
          <Lozenge appearance={isStale ? 'default' : lozenges[verdict]}>
            {isStale ? `${answer.word} at ${timeOf(run.startedAt)}` : answer.word}
          </Lozenge>
        </div>
        {answer.counts && (
          <p>
            <RichText>{answer.counts}</RichText>
          </p>
        )}
      </div>
      <div className="verdict-side actions">
        <ExportMenu run={run} onFailure={onFailure} />
        {!isStale && <RunAgain lacks={lacks} />}
      </div>
    </section>
  );
};

const RunAgain = ({ lacks, isNext = false }: { lacks: readonly Lacking[]; isNext?: boolean }) => {
  const { directory } = usePanel();
  return (
    <Button
      iconBefore={RetryIcon}
      isDisabled={lacks.length > 0}
      {...(isNext && { appearance: 'primary' as const })}
      onClick={() => {
        if (directory.doing === null) void directory.start();
      }}
    >
      {directory.doing === 'start' ? 'Starting' : 'Run again'}
    </Button>
  );
};

/** What was saved since, so that the result is about something else. */
const Stale = ({ run, lacks }: { run: DryRunView; lacks: readonly Lacking[] }) => (
  <div className="above-verdict">
    <Banner
      of="look"
      label="Changed since the run"
      title="This result is about earlier settings."
      actions={<RunAgain lacks={lacks} isNext />}
    >
      {run.changedSince.join(' ')}{' '}
      {lacks.map(({ text, link, step }) => (
        <span key={text}>
          {text} <a href={hrefOf(step)}>{link}</a>{' '}
        </span>
      ))}
    </Banner>
  </div>
);

/** What could not be read heads the page: of the administrators above all, of others in one more line each. */
const NotTold = ({ result, product }: { result: DryRunResult; product: string }) => {
  const { untold, administrators } = result.sums;
  const ofAdministrators = untold.filter(({ what }) => what === 'administrators');
  const others = untold.filter(({ what }) => what !== 'administrators');
  if (administrators.total !== null && untold.length === 0) return null;
  return (
    <div className="above-verdict stack-small">
      {(administrators.total === null || ofAdministrators.length > 0) && (
        <Banner
          of="look"
          label="Administrators cannot be told"
          title={
            administrators.total === null
              ? `Who administers ${product} cannot be told, so nobody is known to be safe.`
              : `Of some it cannot be told whether they administer ${product}.`
          }
        >
          {ofAdministrators.map(({ message }) => message).join(' ')}
        </Banner>
      )}
      {others.length > 0 && (
        <Banner of="not-yet" label="Cannot be told" title="Cannot be told:">
          {others.map(({ message }) => message).join(' ')}
        </Banner>
      )}
    </div>
  );
};
