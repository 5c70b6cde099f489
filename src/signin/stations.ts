import { stretchOf } from '../checks/date-words';
import { ownWords, type Sentence, say } from '../checks/say';
import { kibibytes, widestToken } from '../checks/sign-in/token-oversized';
import type { ClaimsLook, IdTokenLook, Redemption } from '../checks/sign-in-evidence';
import type { Finding } from '../contract/report';
import type { Station } from '../contract/sign-in';
import type { Exchanged, SignInQuestion } from './question';

type StationsOf = {
  question: SignInQuestion;
  facts: Exchanged['facts'];
  findings: readonly Finding[];
  /** ISO 8601; null where it did not come to that. */
  pressedAt: string | null;
  returnedAt: string | null;
};

/** How a sign-in went, station by station, in the order in which it happened. Each is as good as its checks, never better. */
export const stationsOf = (o: StationsOf): Station[] => {
  const came = valuesOf(o.facts);
  return stations(o.question).map(({ name, checks, end, time, note }) => {
    const told = checks.flatMap((id) => o.findings.find((finding) => finding.id === id) ?? []);
    const state = told.length === checks.length ? stateOf(told, end === true) : 'not-reached';
    const speaks = told.find(isFault);
    const own = state === 'passed' ? note(came, o.question) : null;
    const { ms, by } = state === 'not-reached' ? untimed : time(came, o);
    return {
      name,
      state,
      note: state === 'passed' ? own && say(own.text, own.values) : (speaks?.heading ?? null),
      ms,
      by,
      check: speaks?.id ?? checks.at(-1) ?? null,
    };
  });
};

const isFault = ({ outcome }: Finding) => outcome === 'fail' || outcome === 'warn';

/** A fault that only asks for a look does not end the way, but where the way ends by its nature. */
const stateOf = (findings: readonly Finding[], endsTheWay: boolean): Station['state'] => {
  const failed = findings.filter(({ outcome }) => outcome === 'fail');
  if (failed.some(({ severity }) => endsTheWay || severity !== 'advice')) return 'failed';
  if (findings.some(isFault)) return 'look';
  return findings.every(({ outcome }) => outcome === 'pass') ? 'passed' : 'not-reached';
};

type Came = {
  redemption: Redemption | null;
  idToken: IdTokenLook | null;
  look: ClaimsLook | null;
};
type Timed = Pick<Station, 'ms' | 'by'>;
type Layout = {
  name: string;
  /** All of them have to pass; the first that finds fault speaks. The last names what tells more where none does. */
  checks: readonly string[];
  /** Whatever fails here ends the way. */
  end?: boolean;
  time: (came: Came, o: StationsOf) => Timed;
  /** Only asked where the station is passed. */
  note: (came: Came, question: SignInQuestion) => Sentence | null;
};

const untimed: Timed = { ms: null, by: null };
const noTime = () => untimed;
const sentence = (text: string, values: Sentence['values'] = {}): Sentence => ({ text, values });

const stations = ({ beside }: SignInQuestion): Layout[] => [
  {
    name: 'Signed in at Casdoor',
    checks: ['sign-in-outdated', 'sign-in-state-mismatch', 'sign-in-abandoned', 'sign-in-refused'],
    end: true,
    time: (_came, { pressedAt, returnedAt }) => {
      if (pressedAt === null || returnedAt === null) return untimed;
      return { ms: Math.max(0, Date.parse(returnedAt) - Date.parse(pressedAt)), by: 'person' };
    },
    note: () => sentence('the answer carried the right state'),
  },
  {
    name: 'Code exchanged for tokens',
    checks: ['token-unanswered', 'code-expired', 'token-refused'],
    end: true,
    time: ({ redemption }) => {
      if (redemption === null) return untimed;
      const ms = redemption.kind === 'unanswered' ? redemption.failure.milliseconds : redemption.milliseconds;
      return { ms, by: 'network' };
    },
    note: (_came, { given, server }) =>
      given.hasSecret && server.kind === 'casdoor' && server.isProved
        ? sentence('client ID and secret in the header')
        : sentence('by PKCE, without a client secret'),
  },
  {
    name: 'Token response well formed',
    checks: ['id-token-missing'],
    time: noTime,
    note: ({ redemption }) =>
      redemption?.kind === 'tokens' && redemption.expiresIn !== null
        ? sentence('Bearer, valid for {stretch}', { stretch: ownWords(stretchOf(redemption.expiresIn * 1000)) })
        : null,
  },
  {
    name: 'Signature of the ID token',
    checks: ['token-algorithm-refused', 'token-key-unknown', 'token-signature-invalid'],
    time: noTime,
    note: ({ idToken }) => {
      if (idToken === null) return null;
      const key = idToken.keyId ?? ownWords('a key without a name');
      return idToken.keyFrom === 'application'
        ? sentence('by {key}, the application’s own key', { key })
        : sentence('by {key}, one of the keys of all of Casdoor', { key });
    },
  },
  {
    name: 'Algorithm the plugin accepts',
    checks: ['token-algorithm-unsupported'],
    time: noTime,
    note: ({ idToken }) => (idToken?.algorithm ? sentence('{algorithm}', { algorithm: idToken.algorithm }) : null),
  },
  {
    name: 'Issuer',
    checks: ['token-issuer-mismatch'],
    time: noTime,
    note: ({ idToken }) => idToken && sentence('{issuer}', { issuer: idToken.issuer.expected }),
  },
  {
    name: 'Audience',
    checks: ['token-audience-mismatch'],
    time: noTime,
    note: ({ idToken }) => idToken && sentence('{audience}', { audience: idToken.audience.expected }),
  },
  {
    name: 'Times',
    checks: ['token-not-yet-valid', 'token-expired'],
    time: noTime,
    note: ({ idToken }) => {
      if (!idToken?.times.expiresAt) return null;
      const { issuedAt, receivedAt, expiresAt } = idToken.times;
      const rest = ownWords(stretchOf(Date.parse(expiresAt) - Date.parse(receivedAt)));
      if (issuedAt === null) return sentence('ends in {rest}', { rest });
      const age = Date.parse(receivedAt) - Date.parse(issuedAt);
      return age < 0
        ? sentence('issued {age} ahead of this clock, ends in {rest}', { age: ownWords(stretchOf(age)), rest })
        : sentence('issued {age} before it came, ends in {rest}', { age: ownWords(stretchOf(age)), rest });
    },
  },
  { name: 'Nonce', checks: ['token-nonce-mismatch'], time: noTime, note: () => sentence('the one that was sent') },
  {
    name: beside === 'userinfo' ? 'Userinfo answered' : 'get-account answered',
    checks: ['userinfo-unanswered', 'userinfo-refused'],
    time: ({ look }) => (look === null ? untimed : { ms: look.milliseconds, by: 'network' }),
    note: ({ look }) => look && sentence('{path}', { path: look.path }),
  },
  {
    name: 'Same subject in both',
    checks: ['token-subject-missing', 'userinfo-subject-mismatch'],
    time: noTime,
    note: () => null,
  },
  {
    name: 'Size of the token',
    checks: ['token-oversized'],
    time: noTime,
    note: ({ idToken }) =>
      idToken &&
      sentence('{size} of {limit} KiB', {
        size: ownWords(kibibytes(idToken.bytes)),
        limit: ownWords(kibibytes(widestToken)),
      }),
  },
];

const valuesOf = ({ redemption, idToken, claimsLook }: Exchanged['facts']): Came => ({
  redemption: redemption.known ? redemption.value : null,
  idToken: idToken.known ? idToken.value : null,
  look: claimsLook.known ? claimsLook.value : null,
});
