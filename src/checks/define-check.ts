import type { DryRunSums } from '../contract/dry-run';
import type { Area, Copyable, Detail, Link, Severity } from '../contract/report';
import type { FactName, Facts, Given } from './evidence';
import type { Sentence, Values } from './say';

/** What a check says of this run. A runner adds `blocked` and `crashed`; a check cannot. */
export type Judgement =
  | { outcome: 'pass'; found: Sentence | null }
  | { outcome: 'not-applicable'; found: Sentence }
  /** No fault as far as can be seen, and not everything can: a fact beside those of `needs` is missing. */
  | { outcome: 'lacks'; fact: FactName }
  | ({ outcome: 'warn' | 'fail'; found: Sentence } & Particulars);

/** What this run adds to what the check says in general. */
export type Particulars = {
  /** Where the failing state has more than one face. */
  heading?: Sentence;
  why?: Sentence;
  fix?: Sentence;
  /** Overrides the check's own weight for this run. */
  severity?: Severity;
  detail?: Detail;
  copy?: Copyable[];
  links?: Link[];
  /** The verdict's one sentence, where this is the cause. */
  headline?: Sentence;
  /** Overrides the check's own message; null where this run leaves nothing to ask of whoever runs Casdoor. */
  handOver?: Sentence | null;
};

export type Check<Needs extends FactName = FactName, Uses extends FactName = FactName> = {
  /** A noun for the failing state. Never changes once it has shipped. */
  id: string;
  area: Area;
  /** What is looked at, a noun. */
  title: string;
  /** What is wrong, as a heading. */
  heading: string;
  severity: Severity | ((given: Given) => Severity);
  /** The facts without which nothing can be said. The runner blocks the check where one is missing. */
  needs: readonly Needs[];
  /** Facts that make the finding better where they are known; `evaluate` finds them undefined where not. */
  uses?: readonly Uses[];
  /** What the administrator must have given first. The runner blocks the check where one is missing. */
  asks?: readonly Asked[];
  /** Facts that are missing because of what this check finds. A check that lacks one is blocked by this one. */
  explains?: readonly FactName[];
  /** Checks whose failure makes this one a consequence: it is then blocked by them. */
  after?: readonly string[];
  /**
   * Checks that name the cause of this one's fault where both find fault: it is then blocked by them. Where it finds none
   * it stands, and a cause that is advice alone explains nothing.
   */
  repeats?: readonly string[];
  /** Null where the check applies; else why not. */
  appliesTo?: (given: Given) => string | null;
  why: string;
  fix: string;
  /** The fix as a message to whoever runs Casdoor, where that is somebody else's screen. `{address}` and the values of the finding are filled in. */
  handOver?: string;
  /** The answer to show verbatim under a finding. */
  answered?: FactName;
  evaluate: (facts: Pick<Facts, Needs> & Partial<Pick<Facts, Uses>>, given: Given) => Judgement;
  /**
   * Judges by everybody instead of the people of the first page, once there was a dry run: nothing of `needs` has to be
   * known then. Null where its sums do not tell, so that `evaluate` judges as ever.
   */
  ofEverybody?: (
    directory: DryRunSums,
    given: Given,
    facts: Partial<Pick<Facts, Needs> & Pick<Facts, Uses>>,
  ) => Judgement | null;
};

/** What can be given and is not a fact of its own. */
export type Asked = 'client-id' | 'secret' | 'redirect-uri' | 'base-url' | 'mapping' | 'plugin-file';

/** Declares a check; its `evaluate` sees only the facts that it names. */
export const defineCheck = <const Needs extends FactName, const Uses extends FactName = never>(
  check: Check<Needs, Uses>,
): Check<Needs, Uses> => check;

export const pass = (text?: string, values: Values = {}): Judgement => ({
  outcome: 'pass',
  found: text === undefined ? null : { text, values },
});

/** Certain: this will keep people out, or is a hole. */
export const fail = (text: string, values: Values = {}, particulars: Particulars = {}): Judgement => ({
  outcome: 'fail',
  found: { text, values },
  ...particulars,
});

/** It works today, but a person should look. */
export const warn = (text: string, values: Values = {}, particulars: Particulars = {}): Judgement => ({
  outcome: 'warn',
  found: { text, values },
  ...particulars,
});

export const notApplicable = (text: string, values: Values = {}): Judgement => ({
  outcome: 'not-applicable',
  found: { text, values },
});

/** It found no fault, but what it would take to say so is missing: the runner says why. */
export const cannotTell = (fact: FactName): Judgement => ({ outcome: 'lacks', fact });
