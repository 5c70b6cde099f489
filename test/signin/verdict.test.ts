import { missing } from '../../src/checks/evidence';
import { toReportJson } from '../../src/checks/report-json';
import { reportMarkdown } from '../../src/checks/report-markdown';
import { reportText } from '../../src/checks/report-text';
import { say } from '../../src/checks/say';
import { personRefused } from '../../src/checks/sign-in/person-refused';
import type { SignInReturn } from '../../src/checks/sign-in-evidence';
import { tokenFormats } from '../../src/contract/mapping';
import { plain } from '../../src/contract/report';
import type { SignInResult, Station } from '../../src/contract/sign-in';
import { recommendedMapping } from '../../src/mapping/recommended-mapping';
import { signedInPerson } from '../../src/mapping/signed-in-person';
import { Secret } from '../../src/secrets/secret';
import { notExchanged } from '../../src/signin/exchange';
import type { Exchanged, SignInQuestion } from '../../src/signin/question';
import { judgeSignIn } from '../../src/signin/verdict';
import { closeAll } from '../local/vantage/listeners';
import {
  applicationIn,
  closeVantages,
  codeOf,
  exchanged,
  issuer,
  questionAbout,
  recordedNow,
  recordedServer,
  recordedSignIns,
} from './recorded-sign-in';

afterEach(async () => {
  await closeVantages();
  await closeAll();
});

const judge = (
  exchangedFacts: Exchanged,
  changes: Partial<Parameters<typeof judgeSignIn>[0]> = {},
  question: SignInQuestion = questionAbout('app-jira', issuer),
): SignInResult =>
  judgeSignIn({
    // The recordings are replayed from this computer; what was recorded stood at the issuer.
    question: { ...question, origin: issuer },
    exchanged: exchangedFacts,
    pressedAt: '2026-11-24T16:50:40.000Z',
    returnedAt: '2026-11-24T16:50:58.200Z',
    now: recordedNow,
    milliseconds: 240,
    secrets: [],
    ...changes,
  });

type Replies = Parameters<typeof recordedServer>[1];
const exchangeOf = async (signIn: string, replies: Replies = {}, scopes?: string) => {
  const server = await recordedServer(signIn, replies);
  const question = { ...questionAbout(applicationIn(signIn), server.origin), ...(scopes && { scopes }) };
  return { question, exchanged: await exchanged(question, codeOf(signIn)) };
};
const judgedRecording = async (signIn: string, replies: Replies = {}) => {
  const { question, exchanged: facts } = await exchangeOf(signIn, replies, / scope (.*)$/.exec(signIn)?.[1]);
  return judge(facts, {}, question);
};
const stationOf = (result: SignInResult, name: string): Station => {
  const found = result.stations.find((station) => station.name === name);
  if (!found) throw new RangeError(`No station is called ${name}.`);
  return found;
};
const note = (station: Station) => (station.note === null ? null : plain(station.note));
const faults = ({ report }: SignInResult) =>
  report.findings
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'warn' || outcome === 'crashed')
    .map(({ id, severity, outcome }) => `${id} ${severity} ${outcome}`);

const odd: Record<string, string[]> = {
  'app-es256': ['token-algorithm-unsupported blocker fail'],
  'app-mismatch': ['token-algorithm-unsupported blocker fail'],
  'app-zero': ['token-expired blocker fail'],
  'app-shared': ['token-audience-mismatch blocker fail'],
};

/** By the mapping that is recommended for these tokens: what tokens of JWT-Standard leave out refuses at Atlassian's. */
const refusedOf: Record<string, string[]> = {
  'app-standard / carol': ['atlassian-dc: Claim [email] could not be found.'],
  'app-standard / grace': ['atlassian-dc: Claim [name] could not be found.'],
};
const whomItRefuses = ({ given, prepared }: SignInQuestion, { facts }: Exchanged, format: string | null): string[] => {
  const { idToken, claimsLook } = facts;
  const { application } = prepared;
  if (!idToken.known || !claimsLook.known || application === null) throw new RangeError('Something is not recorded.');
  return (['miniorange', 'atlassian-dc'] as const).flatMap((plugin) => {
    const judgement = personRefused.evaluate(
      { idToken: idToken.value, claimsLook: claimsLook.value, application },
      {
        ...given,
        target: { ...given.target, plugin },
        mapping: recommendedMapping(plugin, tokenFormats.find((name) => name === format) ?? 'JWT'),
      },
    );
    if (judgement.outcome === 'not-applicable') throw new RangeError('Nobody was judged.');
    return judgement.outcome === 'fail' || (judgement.outcome === 'warn' && judgement.severity === 'serious')
      ? [`${plugin}: ${plain(say(judgement.found.text, judgement.found.values))}`]
      : [];
  });
};

describe('a recorded sign-in', () => {
  it.each(recordedSignIns)('is judged without a false alarm, and without a false green: %s', async (signIn) => {
    const { question, exchanged: facts } = await exchangeOf(signIn, {}, / scope (.*)$/.exec(signIn)?.[1]);
    const result = judge(facts, {}, question);
    const expected = odd[applicationIn(signIn)] ?? [];
    expect(faults(result)).toEqual(expected);
    expect(result.report.verdict).toBe(expected.length === 0 ? 'ready' : 'broken');
    expect(result.stations.every(({ state }) => state === 'passed')).toBe(expected.length === 0);
    // The algorithm is the plugin's affair: the token itself holds.
    const holds = expected.length === 0 || ['app-es256', 'app-mismatch'].includes(applicationIn(signIn));
    expect(result).toMatchObject({ isVerified: holds, outcome: holds ? 'succeeded' : 'failed' });
    if (holds) expect(whomItRefuses(question, facts, result.tokenFormat)).toEqual(refusedOf[signIn] ?? []);
  });

  it('says nothing of whether the plugin lets the person in, since a mapping may be saved later', async () => {
    const question = questionAbout('app-jira', issuer);
    const refusing = { ...recommendedMapping('miniorange', 'JWT'), username: 'no_such_claim' };
    const { exchanged: facts } = await exchangeOf('app-jira / bob');
    const result = judge(facts, {}, { ...question, given: { ...question.given, mapping: refusing } });
    expect(result.report.findings.map(({ id }) => id)).not.toContain('person-refused');
    expect(result.report.verdict).toBe('ready');
    // Which is judged of the same result by whoever knows the mapping.
    expect(signedInPerson(result, refusing, question.given.target)?.person.outcome).toBe('refused');
  });

  it('is told station by station, a person’s time apart from the network’s', async () => {
    const result = await judgedRecording('app-jira / bob');
    expect(result.stations.map(({ name }) => name)).toEqual([
      'Signed in at Casdoor',
      'Code exchanged for tokens',
      'Token response well formed',
      'Signature of the ID token',
      'Algorithm the plugin accepts',
      'Issuer',
      'Audience',
      'Times',
      'Nonce',
      'Userinfo answered',
      'Same subject in both',
      'Size of the token',
    ]);
    expect(stationOf(result, 'Signed in at Casdoor')).toMatchObject({ ms: 18_200, by: 'person' });
    expect(stationOf(result, 'Code exchanged for tokens').by).toBe('network');
    expect(result.stations.map(note).filter((text) => text !== null)).toEqual([
      'the answer carried the right state',
      'client ID and secret in the header',
      'Bearer, valid for 7 days',
      'by cert-acme, the application’s own key',
      'RS256',
      issuer,
      'app-jira-client-id',
      'issued 4 seconds before it came, ends in 7 days',
      'the one that was sent',
      '/api/userinfo',
      expect.stringMatching(/^2\.\d of 8 KiB$/),
    ]);
    const timed = result.stations.filter(({ ms }) => ms !== null);
    expect(timed.map(({ name, by }) => [name, by])).toEqual([
      ['Signed in at Casdoor', 'person'],
      ['Code exchanged for tokens', 'network'],
      ['Userinfo answered', 'network'],
    ]);
  });

  it('is kept for a day, with how its tokens are found at Casdoor', async () => {
    const result = await judgedRecording('app-jira / bob');
    expect(result).toMatchObject({
      at: '2026-11-24T16:51:00.000Z',
      keptUntil: '2026-11-25T16:51:00.000Z',
      tokenFormat: 'JWT',
      tokens: { count: 1, application: 'app-jira', endsAt: expect.stringMatching(/^2026-12-01T16:50/) },
      isMeant: null,
      report: { at: '2026-11-24T16:51:00.000Z', milliseconds: 240 },
    });
    expect(result.tokenBytes).toBeGreaterThan(2_000);
    expect(result.withheld).toContain('passwordSalt');
    expect(result.claims.id_token).toMatchObject({ name: 'bob' });
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('stops where the signature does not hold: nothing behind it is passed', async () => {
    const ofAnother = questionAbout('app-es256', issuer).prepared.applicationKeys ?? [];
    const keys = ofAnother.map((key) => ({ ...key, kid: 'cert-acme' }));
    const reply = { body: { keys } };
    const server = await recordedServer('app-jira / bob', {
      '/.well-known/jwks': reply,
      '/.well-known/app-jira/jwks': reply,
    });
    const question = questionAbout('app-jira', server.origin);
    const other = { ...question, prepared: { ...question.prepared, applicationKeys: keys, instanceKeys: keys } };
    const result = judge(await exchanged(other, codeOf('app-jira / bob')), {}, other);
    expect(faults(result)).toEqual(['token-key-unknown blocker fail']);
    expect(result).toMatchObject({ outcome: 'failed', isVerified: false });
    expect(stationOf(result, 'Signature of the ID token')).toMatchObject({
      state: 'failed',
      check: 'token-key-unknown',
    });
    for (const name of ['Issuer', 'Audience', 'Times', 'Nonce', 'Same subject in both'])
      expect(stationOf(result, name).state).toBe('not-reached');
  });

  it('is not verified where userinfo is about somebody else, whatever the plugin asks', async () => {
    const { question, exchanged: facts } = await exchangeOf('app-jira / bob', {
      '/api/userinfo': { body: { sub: 'somebody-else', name: 'Mallory' } },
    });
    const result = judge(facts, {}, question);
    expect(result).toMatchObject({ outcome: 'failed', isVerified: false });
    expect(stationOf(result, 'Same subject in both').state).toBe('look');
    expect(result.report.verdict).toBe('incomplete');
  });

  it('succeeds, with a look, where userinfo refuses and the plugin does not ask it', async () => {
    const result = await judgedRecording('app-jira / bob', {
      '/api/userinfo': { body: { status: 'error', msg: 'Please login first' } },
    });
    expect(result).toMatchObject({ outcome: 'succeeded', isVerified: true });
    expect(faults(result)).toEqual(['userinfo-refused advice fail']);
    expect(stationOf(result, 'Userinfo answered')).toMatchObject({ state: 'look', check: 'userinfo-refused' });
    expect(stationOf(result, 'Same subject in both').state).toBe('not-reached');
    expect(note(stationOf(result, 'Userinfo answered'))).toBe('Casdoor refuses to say who signed in');
  });

  it('takes the words of the token endpoint for a refusal', async () => {
    const result = await judgedRecording('app-jira / bob', {
      '/api/login/oauth/access_token': {
        status: 401,
        body: {
          error: 'invalid_client',
          error_description: 'client_secret is invalid for application: [admin/app-jira]',
        },
      },
    });
    expect(result).toMatchObject({ outcome: 'refused', isVerified: false, tokens: null, tokenBytes: null });
    expect(faults(result)).toEqual(['token-refused blocker fail']);
    expect(plain(result.report.headline)).toBe('Casdoor refuses the client secret');
    expect(result.report.steps['sign-in'].headline).toEqual(result.report.headline);
    expect(stationOf(result, 'Code exchanged for tokens')).toMatchObject({ state: 'failed', by: 'network' });
    expect(stationOf(result, 'Signed in at Casdoor').state).toBe('passed');
    expect(stationOf(result, 'Token response well formed')).toMatchObject({ state: 'not-reached', ms: null });
  });

  it('fails where something else than tokens came', async () => {
    const result = await judgedRecording('app-jira / bob', {
      '/api/login/oauth/access_token': { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>no</p>' },
    });
    expect(result.outcome).toBe('failed');
    expect(faults(result)).toEqual(['token-unanswered blocker fail']);
  });
});

describe('a sign-in that did not come back', () => {
  const nothing = (opened: boolean, pressed: boolean): SignInReturn => ({
    kind: 'nothing',
    opened,
    pressed,
    seconds: 900,
  });

  it.each<[string, SignInReturn, SignInResult['outcome'], string, string]>([
    [
      'forbidden',
      { kind: 'told', words: 'The user is forbidden to sign in, please contact the administrator' },
      'refused',
      'at-risk',
      'Casdoor forbids this person to sign in',
    ],
    [
      'closed to everybody',
      { kind: 'told', words: 'The application: app-jira has disabled users to signin' },
      'refused',
      'broken',
      'Sign-in is switched off in the application',
    ],
    [
      'a wrong password',
      { kind: 'told', words: 'password or code is incorrect' },
      'refused',
      'incomplete',
      'The password or code was not the right one',
    ],
    [
      'denied consent',
      { kind: 'error', error: 'access_denied', description: 'User denied consent' },
      'refused',
      'incomplete',
      'Consent was denied',
    ],
    ['no way back', nothing(true, true), 'abandoned', 'at-risk', 'Nobody came back from Casdoor'],
    ['not pressed', nothing(true, false), 'abandoned', 'incomplete', 'Nobody went on to Casdoor'],
    ['not opened', nothing(false, false), 'abandoned', 'incomplete', 'Nobody opened the link'],
    [
      'changed meanwhile',
      { kind: 'foreign', why: 'connection-changed', expected: null, actual: null },
      'failed',
      'incomplete',
      'The connection was changed while somebody signed in',
    ],
    [
      'a forged answer',
      { kind: 'foreign', why: 'code-and-error', expected: null, actual: null },
      'failed',
      'broken',
      'What came back is not the answer to this sign-in',
    ],
  ])('%s', (_what, signInReturn, outcome, verdict, headline) => {
    const result = judge(notExchanged(signInReturn), { returnedAt: null });
    expect(result).toMatchObject({ outcome, isVerified: false, tokens: null, report: { verdict } });
    expect(plain(result.report.headline)).toBe(headline);
    const { cause } = result.report;
    // The headline stands right above it.
    expect([cause !== null, plain(cause ?? []).startsWith(headline)]).toEqual([true, false]);
    expect(stationOf(result, 'Signed in at Casdoor')).toMatchObject({ state: 'failed', ms: null });
    expect(result.stations.slice(1).map(({ state }) => state)).toEqual(Array(11).fill('not-reached'));
  });

  it('shows in headline and cause nobody by name', () => {
    const words = "The user: acme/zoe doesn't exist";
    const { report } = judge(notExchanged({ kind: 'told', words }));
    expect(JSON.stringify([report.headline, report.cause, report.steps])).not.toContain('zoe');
    expect(JSON.stringify(report.findings)).toContain('zoe');
  });

  it('is never ready without an end, even where nothing could be found wrong', () => {
    const facts = notExchanged({ kind: 'code' });
    for (const because of [{ reason: 'not-casdoor' }, { reason: 'stopped' }] as const) {
      const result = judge({ ...facts, facts: { ...facts.facts, redemption: missing(because) } });
      expect(result).toMatchObject({ outcome: 'failed', report: { verdict: 'incomplete' } });
      expect(plain(result.report.headline)).toBe('The sign-in ended before it could be judged');
      expect(result.stations.filter(({ state }) => state === 'passed').map(({ name }) => name)).toEqual([
        'Signed in at Casdoor',
      ]);
    }
  });
});

describe('the report of a sign-in', () => {
  it('is of its own area, and names the address', async () => {
    const { report } = await judgedRecording('app-shared / alice');
    expect(new Set(report.findings.map(({ area }) => area))).toEqual(new Set(['sign-in']));
    expect(report.address).toBe(issuer);
    expect(report.tokenFormat).toBe('JWT');
    const copy = report.findings.find(({ id }) => id === 'token-audience-mismatch')?.copy;
    expect(copy).toEqual([{ label: 'Client ID', text: 'app-shared-client-id-org-acme' }]);
  });

  it('is printed as every other one', async () => {
    const { report } = await judgedRecording('app-shared / alice');
    expect(reportText(report, { colour: false })).toContain('The ID token is made out to another client ID');
    expect(reportMarkdown(report)).toContain('token-audience-mismatch');
    expect(toReportJson(report)).toMatchObject({ rootCause: 'token-audience-mismatch', verdict: 'broken' });
  });

  it('has no secret in any of its texts', () => {
    const secret = new Secret('s3cret-Value-of-the-client');
    const words = `s3cret-Value-of-the-client ${'x'.repeat(300)}`;
    const result = judge(notExchanged({ kind: 'told', words }), { secrets: [secret] });
    expect(JSON.stringify(result)).not.toContain('s3cret-Value-of-the-client');
    expect(JSON.stringify(result)).toContain('•••');
  });

  it('is the same for the same sign-in', async () => {
    const { question, exchanged: facts } = await exchangeOf('app-jira / alice');
    expect(judge(facts, {}, question)).toEqual(judge(facts, {}, question));
  });
});

test('claims of a token whose issuer is not the address of Casdoor feed no other step, though the document names it', async () => {
  const { question, exchanged: facts } = await exchangeOf('app-jira / bob');
  const behind = judgeSignIn({
    question: { ...question, origin: 'https://login.acme.example' },
    exchanged: facts,
    pressedAt: null,
    returnedAt: null,
    now: recordedNow,
    milliseconds: 0,
    secrets: [],
  });
  expect(faults(behind)).toEqual(['token-issuer-mismatch serious fail']);
  expect(behind).toMatchObject({ outcome: 'succeeded', isVerified: false });
});
