import {
  type Area,
  type Counts,
  type Finding,
  type JudgedStep,
  plain,
  type Report,
  type Rich,
  type Summary,
  stepAreas,
  type Verdict,
} from '../contract/report';
import type { Check } from './define-check';
import type { Evidence } from './evidence';
import { commonValues, runChecks } from './run-checks';
import { say } from './say';

/**
 * Judges a run and sums it up. `asked` names the areas that the run was made for; an area that nobody asked for never
 * makes a report incomplete. `milliseconds` is what the run took. With `into`, a whole report of the same settings, only
 * the checks of `only` and what waited for them are replaced in it, and the sums are made anew.
 */
export const buildReport = (
  checks: readonly Check[],
  evidence: Evidence,
  asked: readonly Area[],
  milliseconds: number,
  only: readonly string[] | null = null,
  into: Report | null = null,
): Report => {
  // All are judged, so that what is blocked knows its cause; then those that were asked for are kept.
  const judged = runChecks(checks, evidence).filter(({ area }) => asked.includes(area));
  const renewed = only && (into ? withWaiting(only, into.findings) : new Set(only));
  const findings = into
    ? judged.map((one) => (renewed?.has(one.id) ? one : (into.findings.find(({ id }) => id === one.id) ?? one)))
    : judged.filter(({ id }) => renewed?.has(id) ?? true);
  const isPart = only !== null && into === null;
  const ofStep = (step: JudgedStep) => {
    const areas: readonly Area[] = stepAreas[step];
    return summarise(
      findings.filter(({ area }) => areas.includes(area)),
      evidence,
      isPart,
    );
  };
  return {
    schema: 1,
    ...summarise(findings, evidence, isPart),
    at: into?.at ?? evidence.given.now,
    ...(into && { renewedAt: evidence.given.now }),
    milliseconds: into?.milliseconds ?? milliseconds,
    from: evidence.given.from,
    plugin: evidence.given.target.plugin,
    product: evidence.given.target.product,
    address: evidence.address.known ? evidence.address.value.origin + evidence.address.value.prefix : null,
    used: usedOf(evidence),
    tokenFormat: evidence.application.known
      ? evidence.application.value.tokenFormat || 'JWT'
      : (into?.tokenFormat ?? null),
    findings,
    steps: {
      connect: ofStep('connect'),
      client: ofStep('client'),
      'sign-in': ofStep('sign-in'),
      mapping: ofStep('mapping'),
      directory: ofStep('directory'),
    },
  };
};

/** A check that waited for another runs by itself once that one is judged anew, and so on. */
const withWaiting = (only: readonly string[], findings: readonly Finding[]): Set<string> => {
  const renewed = new Set(only);
  // In catalogue order a cause stands before its consequences, but nothing here depends on it.
  for (let before = -1; before !== renewed.size; ) {
    before = renewed.size;
    for (const { id, blockedBy } of findings)
      if (blockedBy && 'check' in blockedBy && renewed.has(blockedBy.check)) renewed.add(id);
  }
  return renewed;
};

const summarise = (findings: readonly Finding[], evidence: Evidence, isPart: boolean): Summary => {
  // Nothing that was looked at is nothing that is right.
  if (findings.length === 0)
    return { verdict: 'incomplete', rootCause: null, headline: ['Not checked yet'], cause: null, counts: countsOf([]) };
  const root = rootCauseOf(findings);
  const verdict = verdictOf(findings);
  const counts = countsOf(findings);
  return {
    verdict,
    rootCause: root?.id ?? null,
    headline:
      root?.headline ?? (isPart && verdict === 'ready' ? headlineOfPart(counts) : usualHeadline(verdict, evidence)),
    cause: root ? causeOf(root) : null,
    counts,
  };
};

/** The first failing blocker in catalogue order, else the first failing serious one. */
const rootCauseOf = (findings: readonly Finding[]): Finding | null =>
  findings.find(({ outcome, severity }) => outcome === 'fail' && severity === 'blocker') ??
  findings.find(({ outcome, severity }) => outcome === 'fail' && severity === 'serious') ??
  null;

/** What is wrong and what it does to people: a sentence each. The values of the run stand in the finding itself. */
const causeOf = ({ heading, headline, found, why }: Finding): Rich | null => {
  // The headline stands right above.
  if (heading !== null && headline !== null && why !== null && plain(heading) === plain(headline)) return why;
  const what = heading ?? found;
  if (what === null || why === null) return what;
  return heading ? [...heading, '. ', ...why] : [...what, ' ', ...why];
};

/** Worst first: broken, at-risk, incomplete, ready, in this order. */
export const verdictOf = (findings: readonly Finding[]): Verdict => {
  const heavy = findings.filter(({ severity }) => severity !== 'advice');
  if (heavy.some(({ outcome, severity }) => outcome === 'fail' && severity === 'blocker')) return 'broken';
  if (heavy.some(({ outcome }) => outcome === 'fail' || outcome === 'warn')) return 'at-risk';
  if (heavy.some(({ outcome }) => outcome === 'blocked' || outcome === 'crashed')) return 'incomplete';
  return 'ready';
};

export const countsOf = (findings: readonly Finding[]): Counts => {
  const counts: Counts = { blocker: 0, serious: 0, look: 0, passed: 0, notYet: 0 };
  for (const { outcome, severity } of findings) {
    if (outcome === 'pass') counts.passed += 1;
    else if (outcome === 'blocked' || outcome === 'crashed') counts.notYet += 1;
    else if (outcome === 'warn' || (outcome === 'fail' && severity === 'advice')) counts.look += 1;
    else if (outcome === 'fail' && severity === 'blocker') counts.blocker += 1;
    else if (outcome === 'fail') counts.serious += 1;
  }
  return counts;
};

const headlines: Record<Verdict, string> = {
  broken: 'Nobody can sign in yet',
  'at-risk': 'Some people would run into trouble',
  incomplete: 'Nothing wrong so far, but not everything could be checked',
  ready: 'Casdoor is ready for {product}',
};

const usualHeadline = (verdict: Verdict, evidence: Evidence): Rich => {
  const isOther = evidence.identity.known && !evidence.identity.value.isCasdoor;
  const text = isOther && verdict === 'ready' ? readyButOther : headlines[verdict];
  return [plain(say(text, commonValues(evidence)))];
};

/** Checks that were named one by one say nothing of those that were not. */
const headlineOfPart = ({ passed, look }: Counts): Rich => {
  if (look > 0) return ['What was asked for keeps nobody out, and needs a look'];
  if (passed === 0) return ['What was asked for does not apply here'];
  return [plain(say('What was asked for is in order: {passed, plural, one {# check} other {# checks}}', { passed }))];
};

/** Nothing that only Casdoor can be asked was looked at, so nothing is ready. */
const readyButOther = 'What every OpenID Connect server has in common is in order, but this is not Casdoor';

const usedOf = ({ given, used }: Evidence): Rich[] => {
  const sentences: Rich[] = [];
  if (used.proxy) sentences.push(say('Casdoor was reached through the proxy {proxy}.', { proxy: used.proxy }));
  if (used.authority) {
    const by = {
      file: 'Its certificate is trusted by the authority {subject}, from the file that was given.',
      panel: 'Its certificate is trusted by the authority {subject}, which was trusted in the panel.',
      environment: 'Its certificate is trusted by the authority {subject}, from NODE_EXTRA_CA_CERTS.',
    };
    sentences.push(say(by[used.authority.from], { subject: used.authority.subject }));
  }
  if (given.scopesAssumed)
    sentences.push(
      say("No scope was given: the documentation's set {scopes} was assumed.", { scopes: given.scopes.join(' ') }),
    );
  return sentences;
};
