import { useMemo } from 'react';
import { type Finding, type JudgedStep, stepAreas } from '../../../src/contract/report';
import { usePanel } from '../panel-model';
import { FindingCard } from './finding-card';
import { FindingRow } from './finding-row';
import { Folded } from './folded';
import { Progress } from './progress';
import { RunEnd } from './run-end';
import { Verdict } from './verdict';
import { type Meaning, meaningOf, wasJudged } from './verdict-words';

type ResultProps = {
  step: JudgedStep;
  /** Checks to be shown before others. */
  first?: readonly string[];
  /** Something was typed since that is not saved, so the result is not about what stands in the fields. */
  isOutdated?: boolean;
};

/** Everything that the last report says of one step: the answer first, then what it rests on. */
export const Result = ({ step, first = [], isOutdated = false }: ResultProps) => {
  const { check, report, isStale } = usePanel();
  const groups = useMemo(() => groupsOf(report?.findings ?? [], step, first), [report, step, first]);
  return (
    <>
      <Progress />
      <RunEnd />
      {report && wasJudged(report.steps[step]) && (
        <div className={check.running || isOutdated || isStale ? 'result result-old' : 'result'}>
          <Verdict report={report} step={step} isOutdated={isOutdated} />
          <Findings step={step} groups={groups} isOutdated={isOutdated} />
          <Folded step={step} groups={groups} />
        </div>
      )}
    </>
  );
};

type FindingsProps = {
  step: JudgedStep;
  groups: Groups;
  /** Saving is the thing to do then. */
  isOutdated?: boolean;
};

/** What failed, open, and what needs a look, closed. */
export const Findings = ({ step, groups, isOutdated = false }: FindingsProps) => {
  const failed = [...groups.blocker, ...groups.serious];
  return (
    <>
      {failed.length > 0 && (
        <section className="group" aria-labelledby={`${step}-failed`}>
          <h2 className="unseen" id={`${step}-failed`} tabIndex={-1}>
            Failures
          </h2>
          {failed.map((finding, index) => (
            <FindingCard key={finding.id} finding={finding} isFirst={index === 0 && !isOutdated} />
          ))}
        </section>
      )}
      {groups.look.length > 0 && (
        <section className="group" aria-labelledby={`${step}-look`}>
          <div className="group-head">
            <h2 className="group-title" id={`${step}-look`} tabIndex={-1}>
              Needs a look
            </h2>
            <span className="subtle">works today</span>
          </div>
          <div className="card folds">
            {groups.look.map((finding) => (
              <FindingRow key={finding.id} finding={finding} />
            ))}
          </div>
        </section>
      )}
    </>
  );
};

/** The findings of a step by how they are shown. */
export type Groups = Record<Extract<Meaning, 'blocker' | 'serious' | 'look' | 'passed' | 'not-yet'>, Finding[]>;

/** `first`: checks to be shown before others. */
export const groupsOf = (findings: readonly Finding[], step: JudgedStep, first: readonly string[] = []): Groups => {
  const groups: Groups = { blocker: [], serious: [], look: [], passed: [], 'not-yet': [] };
  const areas: readonly string[] = stepAreas[step];
  const rank = (id: string) => (first.includes(id) ? first.indexOf(id) : first.length);
  const sorted = [...findings]
    .filter(({ area }) => areas.includes(area))
    .sort((one, other) => rank(one.id) - rank(other.id));
  for (const finding of sorted) {
    const meaning = meaningOf(finding);
    if (meaning !== null && meaning in groups) groups[meaning as keyof Groups].push(finding);
  }
  return groups;
};
