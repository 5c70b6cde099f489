import { catalogue } from '../checks/catalogue';
import { type Evidence, known, noEvidence } from '../checks/evidence';
import { buildReport } from '../checks/report';
import { plain, type Report, type Summary } from '../contract/report';
import type { SignInOutcome, SignInResult } from '../contract/sign-in';
import { redactReport } from '../diagnosis/redact-report';
import { redactJson } from '../secrets/redact';
import type { Secret } from '../secrets/secret';
import { resultLasts } from './order-lifetimes';
import type { Exchanged, SignInQuestion } from './question';
import { stationsOf } from './stations';
import { holds } from './verify-id-token';

/**
 * Of the whole catalogue only what a sign-in shows: what else the settings are was not looked at. Not whether the plugin
 * lets the person in: a mapping may be saved after the sign-in, and this report is kept. The panel judges that anew.
 */
const signInChecks = catalogue.filter(({ area, id }) => area === 'sign-in' && id !== 'person-refused');

export type JudgeOptions = {
  question: SignInQuestion;
  exchanged: Exchanged;
  /** ISO 8601; null where it did not come to that. */
  pressedAt: string | null;
  returnedAt: string | null;
  now: Date;
  /** From the answer's arrival to now, without what the person took. */
  milliseconds: number;
  /** Struck out of all texts. */
  secrets: readonly Secret[];
};

/**
 * Judges what came of a test sign-in. Pure. The report is of the area `sign-in` alone, and neither its headline nor its
 * cause names anybody: the history of all administrators shows them.
 */
export const judgeSignIn = ({
  question,
  exchanged,
  pressedAt,
  returnedAt,
  now,
  milliseconds,
  secrets,
}: JudgeOptions): SignInResult => {
  const { facts } = exchanged;
  const evidence = evidenceOf(question, facts, now);
  const isVerified = isBelievable(facts);
  const outcome = outcomeOf(facts, isVerified);
  const judged = buildReport(signInChecks, evidence, ['sign-in'], milliseconds);
  const report = redactReport(inItsOwnWords(judged, outcome), evidence, secrets);
  const clean = <T>(value: T): T => redactJson(value, secrets) as T;
  const stations = stationsOf({ question, facts, findings: judged.findings, pressedAt, returnedAt });
  const { application, shown } = question.prepared;
  return {
    outcome,
    at: now.toISOString(),
    keptUntil: new Date(now.getTime() + resultLasts).toISOString(),
    report,
    stations: stations.map((station) => ({ ...station, note: clean(station.note) })),
    claims: exchanged.claims,
    withheld: [...exchanged.withheld],
    // Of an issuer that is not the address of Casdoor, document and token may agree: believed by a plugin that compares
    // nothing, and by nobody else.
    isVerified:
      isVerified && !judged.findings.some(({ id, outcome }) => id === 'token-issuer-mismatch' && outcome === 'fail'),
    tokenBytes: facts.idToken.known ? facts.idToken.value.bytes : null,
    tokenFormat: application === null ? null : application.tokenFormat || 'JWT',
    tokens:
      exchanged.tokenCount === 0
        ? null
        : {
            endsAt: exchanged.tokensEndAt,
            count: exchanged.tokenCount,
            application: application?.name ?? shown?.name ?? null,
          },
    isMeant: null,
  };
};

const evidenceOf = (question: SignInQuestion, facts: Exchanged['facts'], now: Date): Evidence => {
  const { given, origin, prefix, prepared, server } = question;
  const url = new URL(origin);
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  const named = prepared.application ?? prepared.shown;
  return {
    ...noEvidence({ ...given, now: now.toISOString() }),
    address: known({
      origin,
      scheme,
      host: url.hostname,
      port: url.port === '' ? (scheme === 'http' ? 80 : 443) : Number(url.port),
      prefix,
      schemeAssumed: false,
      organization: named?.organization ?? null,
      application: named?.name ?? null,
      clientId: null,
    }),
    identity: known(
      server.kind === 'casdoor'
        ? { isCasdoor: true, proved: server.isProved, marks: [] }
        : { isCasdoor: false, proved: false, marks: [] },
    ),
    ...(prepared.application && { application: known(prepared.application) }),
    ...facts,
  };
};

/**
 * Whether everything that came holds, strictly, whatever the plugin overlooks: only then may its claims feed another
 * step. An answer beside the token that is about somebody else spoils the whole.
 */
const isBelievable = ({ idToken, claimsLook }: Exchanged['facts']): boolean => {
  if (!idToken.known || !holds(idToken.value)) return false;
  const isBeside = claimsLook.known && claimsLook.value.kind === 'claims' ? claimsLook.value : null;
  return isBeside === null || isBeside.subject === idToken.value.subject;
};

const outcomeOf = ({ signInReturn, redemption }: Exchanged['facts'], isVerified: boolean): SignInOutcome => {
  if (!signInReturn.known) return 'failed';
  const { kind } = signInReturn.value;
  if (kind === 'nothing') return 'abandoned';
  if (kind === 'told' || kind === 'error') return 'refused';
  if (kind === 'code' && redemption.known && redemption.value.kind === 'refused') return 'refused';
  return isVerified ? 'succeeded' : 'failed';
};

/** The usual headlines are about the settings as a whole; here one sign-in is judged. */
const inItsOwnWords = (report: Report, outcome: SignInOutcome): Report => {
  const { findings } = report;
  const heavy = findings.filter(({ severity }) => severity !== 'advice');
  const speaks =
    findings.find(({ id }) => id === report.rootCause) ??
    heavy.find(({ outcome: one }) => one === 'warn') ??
    findings.find(({ outcome: one }) => one === 'fail');
  // What did not come to its end is never ready, even where nothing could be found wrong with it.
  const verdict = report.verdict === 'ready' && outcome !== 'succeeded' ? 'incomplete' : report.verdict;
  const hasWorked = outcome === 'succeeded' && (verdict === 'ready' || verdict === 'incomplete');
  const headline = hasWorked ? [endings[verdict]] : (speaks?.headline ?? [unjudged]);
  const summary: Pick<Summary, 'verdict' | 'headline' | 'cause'> = {
    verdict,
    headline: [plain(headline)],
    cause: report.cause ?? (hasWorked ? null : (speaks?.why ?? null)),
  };
  return { ...report, ...summary, steps: { ...report.steps, 'sign-in': { ...report.steps['sign-in'], ...summary } } };
};

const unjudged = 'The sign-in ended before it could be judged';
const endings = {
  ready: 'The sign-in worked, and what came holds',
  incomplete: 'The sign-in worked, but not everything could be checked',
};
