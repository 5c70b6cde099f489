import type { Guard } from '../../../../src/contract/apply';
import type { WayBack } from '../../../../src/contract/apply-calls';
import { usePanel } from '../../panel-model';
import { Mark } from '../../parts/mark';
import { Tick } from '../../parts/tick';
import type { Meaning } from '../../parts/verdict-words';
import { hrefOf, isJudged, type Step, stepNames, steps } from '../../routes';

type GuardListProps = {
  guards: readonly Guard[];
  wayBack: WayBack;
  overruled: readonly string[];
  onOverrule: (id: string, isOverruled: boolean) => void;
};

/** What must hold before it is written: those that can be overruled have a tick that says what may happen then. */
export const GuardList = ({ guards, wayBack, overruled, onOverrule }: GuardListProps) => {
  const { report } = usePanel();
  return (
    <ul className="guards" aria-label="What must hold before it is written">
      {guards.map((guard) => {
        const { id, holds, canBeOverruled, message, consequence } = guard;
        const step = stepOf(id, wayBack);
        const isBroken = step !== null && isJudged(step) && report?.steps[step].verdict === 'broken';
        return (
          <li key={id} className="guard" id={`guard-${id}`} tabIndex={-1}>
            <Mark of={meaningOf(guard, isBroken)} />
            <div className="stack-small">
              <p>
                {holds ? message : <strong>{message}</strong>}
                {!holds && step !== null && (
                  <>
                    {' '}
                    <a href={hrefOf(step)}>{linkWords(id, step)}</a>
                  </>
                )}
              </p>
              {!holds && canBeOverruled && (
                <Tick
                  label={
                    <>
                      Write anyway: {consequence}
                      <span className="unseen"> {message}</span>
                    </>
                  }
                  checked={overruled.includes(id)}
                  onChange={(checked) => onOverrule(id, checked)}
                />
              )}
            </div>
          </li>
        );
      })}
      <li className="guard">
        <Mark of="info" silent />
        <p>
          The present settings are kept first, encrypted. Unless that backup opens, nothing is written; with it they are
          restored by one press.
        </p>
      </li>
    </ul>
  );
};

const meaningOf = ({ id, holds, canBeOverruled }: Guard, isBroken: boolean): Meaning => {
  if (holds) return 'passed';
  if (!canBeOverruled) return 'blocker';
  return isBroken || ['administrators-affected', 'plugin-blocked'].includes(id) ? 'serious' : 'look';
};

/** Where what does not hold is mended; null where that is not a step of the panel. */
const stepOf = (id: string, wayBack: WayBack): Step | null => {
  if (id === 'way-back-unproved') return wayBack.kind === 'account-untold' ? 'directory' : null;
  const ofStep = steps.find((step) => id === `${step}-not-ready`);
  return ofStep ?? elsewhere[id] ?? null;
};

const elsewhere: Record<string, Step> = {
  'sign-in-missing': 'sign-in',
  'sign-in-stale': 'sign-in',
  'dry-run-missing': 'directory',
  'administrators-affected': 'directory',
  'administrators-untold': 'directory',
};

const linkWords = (id: string, step: Step): string => {
  switch (id) {
    case 'administrators-affected':
      return 'Show them in Directory';
    case 'way-back-unproved':
    case 'administrators-untold':
    case 'dry-run-missing':
      return 'Make one in Directory';
    case 'sign-in-missing':
    case 'sign-in-stale':
      return 'Make or confirm one in Sign-in';
    default:
      return `Look in ${stepNames[step]}`;
  }
};

/** Typed into a field of its own below. */
const isTyped = ({ id }: Guard) => id === 'product-name-untyped';

export const shownGuards = (guards: readonly Guard[]): Guard[] => guards.filter((guard) => !isTyped(guard));

export const asksForName = (guards: readonly Guard[]): boolean => guards.some(isTyped);

/** What still holds the write back, as far as the panel can tell; the backend judges again. */
export const openGuards = (guards: readonly Guard[], overruled: readonly string[]): Guard[] =>
  shownGuards(guards).filter(({ id, holds, canBeOverruled }) => !holds && !(canBeOverruled && overruled.includes(id)));
