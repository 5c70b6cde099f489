import Lozenge from '@atlaskit/lozenge';
import {
  type Counts,
  type JudgedStep,
  type Report,
  type Rich,
  type Summary,
  stepAreas,
} from '../../../src/contract/report';
import { call } from '../bridge';
import { summaryOf, usePanel } from '../panel-model';
import { hrefOf, stepNames } from '../routes';
import { type Sampled, withSampled } from '../sampled';
import type { SignIn } from '../use-sign-in';
import { CopyButton } from './copy-button';
import { Mark } from './mark';
import { exactTimeOf, secondsOf, timeOf } from './moment';
import { RichText } from './rich-text';
import { type Meaning, verdictMeanings, verdictWords } from './verdict-words';

export const lozenges = { ready: 'success', 'at-risk': 'removed', broken: 'removed', incomplete: 'default' } as const;

/** The answer: one sentence, the cause in one more, the counts, and where the report comes from. */
export const Verdict = ({ report, step, isOutdated }: { report: Report; step: JudgedStep; isOutdated: boolean }) => {
  const { check, isStale, sampled } = usePanel();
  const isVerdict = !isStale || check.running !== null;
  const summary = judgedIn(report, step, sampled);
  const from = report.from === 'local' ? 'this computer' : "Atlassian's cloud";
  return (
    <>
      <section
        className={`verdict verdict-${isVerdict ? verdictMeanings[summary.verdict] : 'not-yet'}`}
        aria-label="Verdict"
      >
        <Mark of={isVerdict ? verdictMeanings[summary.verdict] : 'not-yet'} size="large" silent />
        <div className="verdict-body">
          <div className="row">
            <h2>
              <RichText>
                {isVerdict ? headlineOf(report, step, summary) : ['What is saved now has not been checked yet']}
              </RichText>
            </h2>
            <Lozenge appearance={isVerdict ? lozenges[summary.verdict] : 'default'}>
              {isVerdict ? verdictWords[summary.verdict] : `${verdictWords[summary.verdict]} at ${timeOf(report.at)}`}
            </Lozenge>
          </div>
          {!isVerdict && <p>Settings were saved since. Check again: what stands below is about the earlier ones.</p>}
          {isVerdict && summary.cause && (
            <p>
              <RichText>{summary.cause}</RichText>
            </p>
          )}
          <Tally counts={summary.counts} step={step} />
        </div>
        <div className="verdict-side">
          <CopyReport />
        </div>
      </section>
      <p className="small subtle below-verdict">
        {check.running
          ? `From ${timeOf(report.at)}, while a new result is being made`
          : isOutdated || isStale
            ? `From ${timeOf(report.at)}, about ${isStale ? 'earlier settings' : 'what is saved; what was typed since has not been checked'}`
            : `Checked from ${from} at ${exactTimeOf(report.at)}, in ${secondsOf(report.milliseconds)}${report.renewedAt ? `; a part of it again at ${exactTimeOf(report.renewedAt)}` : ''}`}
      </p>
      {report.used.length > 0 && (
        <ul className="small subtle used">
          {report.used.map((sentence) => (
            <li key={JSON.stringify(sentence)}>
              <RichText>{sentence}</RichText>
            </li>
          ))}
        </ul>
      )}
      {isVerdict && <Elsewhere report={report} step={step} here={summary.verdict} />}
    </>
  );
};

/** A step that is in order says so of itself alone, as long as something else keeps people out. */
const headlineOf = (report: Report, step: JudgedStep, summary: Summary): Rich =>
  summary.verdict === 'ready' && report.verdict !== 'ready' ? [inOrder[step]] : summary.headline;

const judgedIn = (report: Report, step: JudgedStep, sampled: Sampled | null): Summary =>
  (step === 'mapping' ? withSampled(report.steps.mapping, sampled) : null) ?? report.steps[step];

const inOrder: Record<JudgedStep, string> = {
  connect: 'The connection is in order',
  client: 'The client is in order',
  'sign-in': 'The sign-in is in order',
  mapping: 'The mapping is in order',
  directory: 'The directory is in order',
};

const order: Record<Summary['verdict'], number> = { broken: 0, 'at-risk': 1, incomplete: 2, ready: 3 };

/** Whoever signed in may have been somebody else: until the maker has said, it counts for its own step alone. */
const isUnconfirmed = (step: JudgedStep, { state }: SignIn): boolean => {
  const result = state?.current?.result;
  return step === 'sign-in' && result?.isVerified === true && result.isMeant !== true;
};

/** What is worse in another step must not be missed because this one is in order. */
export const Elsewhere = ({ report, step, here }: { report: Report; step: JudgedStep; here: Summary['verdict'] }) => {
  const { signIn, directory, sampled } = usePanel();
  const worse = (Object.keys(stepAreas) as JudgedStep[])
    .flatMap((other) => {
      const summary =
        other === step || isUnconfirmed(other, signIn)
          ? null
          : summaryOf(other, { report, signIn, directory, sampled });
      return summary === null ? [] : [{ step: other, ...summary }];
    })
    .filter(({ verdict }) => order[verdict] < Math.min(order[here], 2))
    .sort((one, other) => order[one.verdict] - order[other.verdict])[0];
  if (!worse) return null;
  return (
    <p className="elsewhere">
      <Mark of={verdictMeanings[worse.verdict]} />
      <span>
        <a href={hrefOf(worse.step)}>{stepNames[worse.step]}</a>: <RichText>{worse.headline}</RichText>
      </span>
    </p>
  );
};

type Line = { count: keyof Counts; of: Meaning; group: string; words: (many: number) => string };

const lines: Line[] = [
  { count: 'blocker', of: 'blocker', group: 'failed', words: (many) => (many === 1 ? 'blocker' : 'blockers') },
  { count: 'serious', of: 'serious', group: 'failed', words: () => 'serious' },
  { count: 'look', of: 'look', group: 'look', words: (many) => (many === 1 ? 'needs a look' : 'need a look') },
  { count: 'passed', of: 'passed', group: 'passed', words: () => 'passed' },
  { count: 'notYet', of: 'not-yet', group: 'not-yet', words: () => 'not checked yet' },
];

export const Tally = ({ counts, step }: { counts: Counts; step: JudgedStep }) => (
  <ul className="tally" aria-label="Counts">
    {lines
      .filter(({ count }) => counts[count] > 0)
      .map(({ count, of, group, words }) => (
        <li key={count}>
          <button type="button" onClick={() => jumpTo(`${step}-${group}`)}>
            <Mark of={of} silent />
            {counts[count]} {words(counts[count])}
          </button>
        </li>
      ))}
  </ul>
);

/** Moves view and focus to a group; one that is folded is opened. */
export const jumpTo = (id: string) => {
  const place = document.getElementById(id);
  if (!place) return;
  if (place instanceof HTMLDetailsElement) place.open = true;
  const focused = place instanceof HTMLDetailsElement ? place.querySelector('summary') : place;
  place.scrollIntoView({ block: 'start' });
  focused?.focus({ preventScroll: true });
};

const CopyReport = () => {
  const { check, announce } = usePanel();
  const run = check.reportRun;
  if (run === null) return null;
  return (
    <CopyButton
      label="Copy report"
      text={async () => {
        const answer = await call('copyReport', { run });
        if (!answer.ok) announce(answer.error.message);
        return answer.ok ? answer.value.markdown : null;
      }}
    />
  );
};
