import { type Answered, type BlockedBy, type Finding, plain, type Rich, type Severity } from '../contract/report';
import { pluginNames, productNames } from '../contract/target';
import type { Asked, Check, Judgement, Particulars } from './define-check';
import {
  type Answer,
  type Attempt,
  type Evidence,
  type Fact,
  type FactName,
  type Facts,
  type Given,
  type Missing,
  missing,
} from './evidence';
import { ownWords, type Sentence, say, type Values } from './say';

const bodyShown = 4000;

/**
 * Judges all evidence by the given checks, in their order. Causes come before consequences: a check that lacks a fact,
 * or follows from one that failed, is `blocked` by it and never a second red line.
 */
export const runChecks = (checks: readonly Check[], evidence: Evidence): Finding[] => {
  const judged = checks.map((check) => ({ check, judgement: judge(check, evidence) }));
  const failed = new Set(judged.filter(({ judgement }) => judgement.outcome === 'fail').map(({ check }) => check.id));
  const failures = new Set(failed);
  const isHeavy = (id: string) =>
    judged.some(
      ({ check, judgement }) =>
        check.id === id && judgement.outcome === 'fail' && weightOf(check, judgement, evidence.given) !== 'advice',
    );
  // What failed as a consequence hands its cause on; what passed and cannot be trusted is no cause of anything.
  const causeOf = new Map<string, string>();
  for (const { check, judgement } of judged) {
    if (judgement.outcome === 'not-applicable') continue;
    // Checks that exclude each other name each other: none is a consequence of itself.
    const isFault = judgement.outcome === 'fail' || judgement.outcome === 'warn';
    const cause = [...(check.after ?? []), ...(isFault ? (check.repeats ?? []).filter(isHeavy) : [])]
      .map((id) => (failures.has(id) || !failed.has(id) ? id : (causeOf.get(id) ?? id)))
      .find((id) => id !== check.id && failures.has(id));
    if (cause === undefined) continue;
    failures.delete(check.id);
    causeOf.set(check.id, cause);
  }
  const explainers = judged.filter(({ check }) => failures.has(check.id)).map(({ check }) => check);
  return judged.map(({ check, judgement }) => {
    const cause = causeOf.get(check.id);
    const byCause: BlockedBy | null = cause === undefined ? null : { check: cause };
    if (judgement.outcome === 'not-given')
      return blocked(check, evidence, byCause ?? { missing: judgement.what }, checks);
    if (judgement.outcome === 'lacks') {
      const reason = rootOf(judgement.fact, evidence);
      if (reason.because.reason === 'not-from-here')
        return finding(check, evidence, notApplicable('This cannot be told from the cloud.'));
      if (reason.because.reason === 'not-casdoor')
        return finding(check, evidence, notApplicable('Only Casdoor can be asked this.'));
      if (reason.because.reason === 'not-shown')
        return finding(
          check,
          evidence,
          notApplicable('Casdoor does not show this to the application of this client ID.'),
        );
      if (reason.because.reason === 'not-applicable')
        return finding(check, evidence, notApplicable('There is nothing to look at in this set-up.'));
      const explainer = explainers.find(
        (other) => other.id !== check.id && other.explains?.some((fact) => reason.chain.includes(fact)),
      );
      // What was not given is waited for, whatever else is wrong: giving it is the administrator's next step.
      const isGiven = reason.because.reason !== 'not-given';
      const by = byCause ?? (explainer && isGiven ? { check: explainer.id } : blockedByMissing(reason.because));
      return blocked(check, evidence, by, checks);
    }
    if (byCause) return blocked(check, evidence, byCause, checks);
    return told(check, evidence, judgement);
  });
};

/** A sentence that cannot be filled in is a fault of the check: it must not take the whole report with it. */
const told = (check: Check, evidence: Evidence, judgement: Told): Finding => {
  try {
    return finding(check, evidence, judgement);
  } catch (error) {
    return finding(check, evidence, crash(error));
  }
};

type NotGiven = { outcome: 'not-given'; what: Asked };
type Crash = { outcome: 'crashed'; found: Sentence };
/** Something that is said; a fact that is missing is looked into first. */
type Told = Exclude<Judgement, { outcome: 'lacks' }> | Crash;

const judge = (check: Check, evidence: Evidence): Judgement | NotGiven | Crash => {
  const reason = check.appliesTo?.(evidence.given);
  if (reason) return notApplicable(reason);
  const what = check.asks?.find((asked) => !isGiven[asked](evidence.given));
  if (what) return { outcome: 'not-given', what };
  const { directory } = evidence;
  if (check.ofEverybody && directory.known) {
    const judgement = guarded(() => check.ofEverybody?.(directory.value, evidence.given, knownOf(check, evidence)));
    if (judgement) return judgement;
  }
  const facts: Partial<Record<FactName, unknown>> = {};
  for (const name of check.needs) {
    const fact = factOf(name, evidence);
    if (!fact.known) return { outcome: 'lacks', fact: name };
    facts[name] = fact.value;
  }
  for (const name of check.uses ?? []) {
    const fact = factOf(name, evidence);
    if (fact.known) facts[name] = fact.value;
  }
  return guarded(() => check.evaluate(facts as Parameters<Check['evaluate']>[0], evidence.given));
};

const guarded = <T>(evaluate: () => T): T | Crash => {
  try {
    return evaluate();
  } catch (error) {
    return crash(error);
  }
};

/** What a check names and is known, whether it needs it or not. */
const knownOf = ({ needs, uses = [] }: Check, evidence: Evidence): Partial<Facts> =>
  Object.fromEntries(
    [...needs, ...uses].flatMap((name) => {
      const fact = factOf(name, evidence);
      return fact.known ? [[name, fact.value]] : [];
    }),
  );

const crash = (error: unknown): Crash => ({
  outcome: 'crashed',
  found: {
    text: 'This could not be judged: the check itself failed ({code}).',
    values: { code: error instanceof Error ? error.name : 'unknown' },
  },
});

const isGiven: Record<Asked, (given: Given) => boolean> = {
  'client-id': ({ clientId }) => clientId !== null,
  secret: ({ hasSecret }) => hasSecret,
  'redirect-uri': ({ redirectUri }) => redirectUri !== null,
  'base-url': ({ target }) => target.baseUrl !== null,
  mapping: ({ mapping }) => mapping !== null,
  'plugin-file': ({ plugin }) => plugin !== null,
};

/**
 * A fact, or why it is missing. A request that was cut off or never allowed says nothing of the network: it was not
 * made, rather than made in vain.
 */
const factOf = (name: FactName, evidence: Evidence): Fact<unknown> => {
  const fact: Fact<unknown> = evidence[name];
  if (!fact.known || typeof fact.value !== 'object' || fact.value === null) return fact;
  const attempt = fact.value as Partial<Attempt<unknown>>;
  if (attempt.answered !== false || !attempt.failure) return fact;
  if (attempt.failure.kind === 'stopped') return missing({ reason: 'stopped' });
  if (attempt.failure.kind === 'egress-refused') return missing({ reason: 'not-given', what: 'egress-consent' });
  return fact;
};

/** Follows `needs` from fact to fact, to the one that is missing for a reason of its own. */
const rootOf = (name: FactName, evidence: Evidence): { because: Missing; chain: FactName[] } => {
  const chain: FactName[] = [name];
  for (;;) {
    const fact = factOf(chain.at(-1) as FactName, evidence);
    if (fact.known) return { because: { reason: 'stopped' }, chain };
    if (fact.because.reason !== 'needs' || chain.includes(fact.because.fact)) return { because: fact.because, chain };
    const next = fact.because.fact;
    chain.push(next);
    // The fact is there, but says that its request failed: that is the end of the chain.
    if (factOf(next, evidence).known) return { because: fact.because, chain };
  }
};

const blockedByMissing = (because: Missing): BlockedBy => {
  if (because.reason === 'not-given') return { missing: because.what };
  if (because.reason === 'stopped') return { missing: 'time' };
  return { missing: 'evidence' };
};

const waitsFor: Record<Exclude<BlockedBy, { check: string }>['missing'], string> = {
  address: 'It waits for the address of Casdoor.',
  'client-id': 'It waits for the client ID.',
  secret: 'It waits for the client secret.',
  'redirect-uri': 'It waits for the callback URL of the plugin.',
  'base-url': 'It waits for the base URL of {product}.',
  mapping: 'It waits for a mapping.',
  'plugin-file': "It waits for the plugin's exported file.",
  'sign-in': 'It waits for a test sign-in.',
  'dry-run': 'It waits for a dry run of the directory.',
  'http-consent': 'It waits for your word that the secret may travel unencrypted to {host}.',
  'egress-consent': 'It waits for your consent that this app may call {host}.',
  time: 'The run ended before its turn. Check again.',
  evidence: 'Casdoor did not answer what it needs.',
};

const notApplicable = (text: string): Told => ({ outcome: 'not-applicable', found: { text, values: {} } });

const blocked = (check: Check, evidence: Evidence, by: BlockedBy, checks: readonly Check[]): Finding => {
  const values = commonValues(evidence);
  const cause = 'check' in by ? checks.find(({ id }) => id === by.check) : undefined;
  const found: Rich =
    'check' in by
      ? say('It follows from another finding: {cause}.', { ...values, cause: cause ? ownWords(cause.title) : by.check })
      : say(waitsFor[by.missing], values);
  return { ...nothing(check, evidence), outcome: 'blocked', found, blockedBy: by };
};

const weightOf = ({ severity }: Check, judgement: Particulars | null, given: Given): Severity =>
  judgement?.severity ?? (typeof severity === 'function' ? severity(given) : severity);

const nothing = (check: Check, evidence: Evidence): Finding => ({
  id: check.id,
  title: check.title,
  heading: null,
  headline: null,
  area: check.area,
  outcome: 'pass',
  severity: weightOf(check, null, evidence.given),
  found: null,
  why: null,
  fix: null,
  detail: null,
  blockedBy: null,
  copy: [],
  links: [],
  handOver: null,
  answered: null,
});

const finding = (check: Check, evidence: Evidence, judgement: Told): Finding => {
  const base = nothing(check, evidence);
  const common = commonValues(evidence);
  const values: Values = { ...common, ...judgement.found?.values };
  const tell = (sentence: Sentence | null | undefined) =>
    sentence ? say(sentence.text, { ...values, ...sentence.values }) : null;
  const found = tell(judgement.found);
  if (judgement.outcome !== 'warn' && judgement.outcome !== 'fail')
    return { ...base, outcome: judgement.outcome, found };
  const handOver =
    judgement.handOver === undefined
      ? tell(check.handOver === undefined ? null : { text: check.handOver, values: {} })
      : tell(judgement.handOver);
  return {
    ...base,
    outcome: judgement.outcome,
    severity: weightOf(check, judgement, evidence.given),
    heading: tell(judgement.heading) ?? say(check.heading, values),
    headline: tell(judgement.headline),
    found,
    why: tell(judgement.why) ?? say(check.why, values),
    fix: tell(judgement.fix) ?? say(check.fix, values),
    detail: judgement.detail ?? null,
    copy: judgement.copy ?? [],
    links: judgement.links ?? [],
    handOver: handOver ? plain(handOver) : null,
    answered: check.answered ? answeredOf(evidence[check.answered]) : null,
  };
};

/** Values that every sentence may name. */
export const commonValues = ({ given, address, appLogin }: Evidence): Values => {
  const origin = address.known ? address.value.origin : given.address;
  const application = appLogin.known ? appLogin.value.application : null;
  return {
    address: address.known ? address.value.origin + address.value.prefix : given.address,
    origin,
    host: address.known ? address.value.host : given.address,
    product: ownWords(productNames[given.target.product]),
    plugin: ownWords(pluginNames[given.target.plugin]),
    clientId: given.clientId ?? '',
    redirectUri: given.redirectUri ?? '',
    application: application?.name ?? (address.known ? address.value.application : null) ?? ownWords('the application'),
    organization:
      application?.organization ?? (address.known ? address.value.organization : null) ?? ownWords('the organization'),
  };
};

const answeredOf = (fact: Fact<unknown>): Answered | null => {
  if (!fact.known) return null;
  const value = fact.value as Partial<Attempt<Answer>> & Partial<Answer>;
  const answer = 'answered' in value ? (value.answered ? (value.value as Answer) : null) : (value as Answer);
  if (!answer || typeof answer.body !== 'string') return null;
  return {
    request: `${answer.method} ${answer.url}`,
    status: answer.status,
    contentType: answer.contentType,
    body: answer.body.slice(0, bodyShown),
  };
};
