import ChevronIcon from '@atlaskit/icon/core/chevron-right';
import { useEffect, useState } from 'react';
import type { Summary } from '../../../src/contract/report';
import { type PanelModel, summaryOf, usePanel } from '../panel-model';
import { Mark } from '../parts/mark';
import { useNow } from '../parts/use-now';
import { type Meaning, verdictMeanings, verdictWords } from '../parts/verdict-words';
import { hrefOf, isJudged, type Step, stepNames, steps } from '../routes';
import { isWaiting } from '../steps/sign-in/waiting-time';
import { standingOfApply } from './apply-standing';
import { standingOfDirectory } from './directory-standing';
import { standingOfSignIn } from './sign-in-standing';
import { standingOfWatch } from './watch-standing';

type Standing = { of: Meaning | null; text: string; isName?: true };

/** The steps and how each stands: a list beside the step, one line above it where there is little room. */
export const Tracker = ({ step }: { step: Step }) => {
  const model = usePanel();
  const [isOpen, setIsOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: going to another step closes the list.
  useEffect(() => setIsOpen(false), [step]);
  const now = useNow(isWaiting(model.signIn.state?.current));
  const standings = steps.map((each) => ({ step: each, ...standingOf(each, model, now) }));
  const here = standings[steps.indexOf(step)];
  const links = standings.map(({ step: each, of, text }, index) => (
    <li key={each}>
      <a href={hrefOf(each)} aria-current={each === step ? 'step' : undefined}>
        <span className="dot">
          {of ? <Mark of={of} size="medium" silent /> : <span className="number">{index + 1}</span>}
        </span>
        <span>
          <span className="tracker-name">{stepNames[each]}</span>
          {text !== '' && (
            <>
              <span className="unseen">, </span>
              <span className="tracker-text">{text}</span>
            </>
          )}
        </span>
      </a>
    </li>
  ));
  return (
    <nav className="tracker" aria-label="Steps">
      <button
        type="button"
        className="tracker-opener"
        aria-expanded={isOpen}
        aria-controls="steps"
        onClick={() => setIsOpen(!isOpen)}
      >
        {here?.of && <Mark of={here.of} silent />}
        <span className="grow">
          <strong>{stepNames[step]}</strong>{' '}
          <span className="small subtle">
            step {steps.indexOf(step) + 1} of {steps.length}
            {here && here.text !== '' ? `, ${inSentence(here)}` : ''}
          </span>
        </span>
        <span className="small subtle">All steps</span>
        <span className="chevron">
          <ChevronIcon label="" size="small" />
        </span>
        <span className="segments" aria-hidden="true">
          {standings.map(({ step: each, of }) => (
            <i key={each} className={`segment-${of ?? 'none'}${each === step ? ' segment-here' : ''}`} />
          ))}
        </span>
      </button>
      <ol id="steps" className={isOpen ? 'tracker-list is-open' : 'tracker-list'}>
        {links}
      </ol>
    </nav>
  );
};

/** Within a sentence a phrase begins small; a person is called as the product would call them. */
const inSentence = ({ text, isName }: Standing): string =>
  isName ? text : text.charAt(0).toLowerCase() + text.slice(1);

const standingOf = (step: Step, model: PanelModel, now: number): Standing => {
  const { isStale, state, target, check, signIn } = model;
  if (step === 'sign-in') {
    const summary = summaryOf(step, model);
    return (
      (target && standingOfSignIn(signIn, now)) ??
      (summary ? judged(summary) : { of: null, text: waiting(step, state, target) })
    );
  }
  if (step === 'directory')
    return (target && standingOfDirectory(model.directory)) ?? { of: null, text: waiting(step, state, target) };
  if (check.running && isJudged(step)) {
    const { done, of } = check.running.progress;
    return { of: 'running', text: of > 0 ? `Checking, ${done} of ${of}` : 'Checking' };
  }
  if (isJudged(step) && isStale) return { of: 'not-yet', text: 'Changed since the check' };
  if (isJudged(step)) {
    const summary = summaryOf(step, model);
    // By the people who were looked at: no finding says it.
    if (step === 'mapping' && summary !== model.report?.steps.mapping && summary && model.sampled)
      return {
        of: verdictMeanings[summary.verdict],
        text: `${model.sampled.harmed} of ${model.sampled.people} people`,
      };
    return summary ? judged(summary) : { of: null, text: waiting(step, state, target) };
  }
  if (step === 'watch') return (target && standingOfWatch(model.watch)) ?? { of: null, text: '' };
  const written = target && step === 'apply' ? standingOfApply(model.apply) : null;
  if (written) return written;
  const ticks = target?.ticks.length ?? 0;
  return { of: null, text: ticks > 0 ? `${ticks} ${ticks === 1 ? 'field' : 'fields'} ticked` : '' };
};

const judged = ({ verdict, counts }: Summary): Standing => {
  const of = verdictMeanings[verdict];
  if (counts.blocker > 0) return { of, text: `${counts.blocker} ${counts.blocker === 1 ? 'blocker' : 'blockers'}` };
  if (counts.serious > 0) return { of, text: `${counts.serious} serious` };
  if (verdict === 'at-risk') return { of, text: `${counts.look} to look at` };
  if (counts.passed === 0 && counts.notYet > 0) return { of, text: 'Not checked yet' };
  return { of, text: verdictWords[verdict] };
};

const waiting = (step: Step, { connection }: PanelModel['state'], target: PanelModel['target']): string => {
  if (step === 'connect' || connection === null) return '';
  if (step === 'client') return target ? '' : 'Waits for a target';
  return target ? '' : 'Waits for Client';
};
