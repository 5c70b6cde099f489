import { randomBytes } from 'node:crypto';
import type { Claims } from '../../src/contract/mapping';
import { type Report, type Summary, stepAreas } from '../../src/contract/report';
import type { SignInOutcome } from '../../src/contract/sign-in';
import { Secret } from '../../src/secrets/secret';
import type { ExchangeOptions } from '../../src/signin/exchange';
import { notExchanged } from '../../src/signin/exchange';
import type { SignInQuestion } from '../../src/signin/question';
import type { SignInSteps } from '../../src/signin/steps';
import { healthyGiven } from '../checks/healthy-evidence';

export const startedAt = '2026-11-24T14:02:11.000Z';

/** A healthy Casdoor asked by miniOrange on Jira. */
export const questionOf = (changes: Partial<SignInQuestion> = {}): SignInQuestion => ({
  given: { ...healthyGiven, now: startedAt },
  origin: 'https://door.acme.example',
  prefix: '',
  issuer: 'https://door.acme.example',
  authorizationEndpoint: 'https://door.acme.example/login/oauth/authorize',
  clientId: healthyGiven.clientId ?? '',
  scopes: 'openid profile email',
  redirectUri: 'http://127.0.0.1:7391/sign-in/jira',
  beside: 'userinfo',
  allowsHttp: false,
  server: { kind: 'casdoor', isProved: true },
  prepared: { applicationKeys: null, instanceKeys: null, shown: null, application: null },
  ...changes,
});

const nothing: Summary = {
  verdict: 'ready',
  rootCause: null,
  headline: ['All is well'],
  cause: null,
  counts: { blocker: 0, serious: 0, look: 0, passed: 0, notYet: 0 },
};
const reportOf = (changes: Partial<Report>): Report => ({
  ...nothing,
  schema: 1,
  at: startedAt,
  milliseconds: 1,
  from: 'local',
  plugin: 'miniorange',
  product: 'jira',
  address: 'https://door.acme.example',
  used: [],
  findings: [],
  steps: Object.fromEntries(Object.keys(stepAreas).map((step) => [step, nothing])) as Report['steps'],
  ...changes,
});

export const person: Claims = { name: 'ada-of-acme', email: 'ada.lovelace@acme.example', groups: [], isAdmin: false };

/**
 * Steps that speak to nobody: an exchange brings the claims of one person, and the outcome follows from what came back
 * as it does in truth. `events` tells what was done with it, in order.
 */
export const fakeSteps = (options: { exchanging?: () => Promise<void>; claims?: Claims } = {}) => {
  const exchanged: ExchangeOptions[] = [];
  const judged: Parameters<SignInSteps['judgeSignIn']>[0][] = [];
  const steps: SignInSteps = {
    newProof: async () => ({
      state: new Secret(`state-${randomBytes(32).toString('base64url')}`),
      nonce: new Secret(`nonce-${randomBytes(32).toString('base64url')}`),
      verifier: new Secret(`verifier-${randomBytes(32).toString('base64url')}`),
      challenge: 'challenge',
    }),
    authorizationUrlOf: ({ authorizationEndpoint }, { state }) =>
      new URL(`${authorizationEndpoint}?state=${state.expose()}`),
    exchange: async (asked) => {
      exchanged.push(asked);
      await options.exchanging?.();
      const none = notExchanged({ kind: 'code' });
      return { ...none, claims: { ...none.claims, id_token: options.claims ?? person }, tokenCount: 1 };
    },
    notExchanged,
    judgeSignIn: (asked) => {
      judged.push(asked);
      const { facts, claims, withheld } = asked.exchanged;
      const came = facts.signInReturn.known ? facts.signInReturn.value : null;
      const outcome = came ? outcomes[came.kind] : 'failed';
      const failed: Partial<Report['findings'][number]> = {
        id: 'sign-in-of-test',
        title: `A finding of ${came?.kind}`,
        heading: [`What is wrong with ${came?.kind}`],
      };
      return {
        outcome,
        at: asked.now.toISOString(),
        keptUntil: new Date(asked.now.getTime() + 86_400_000).toISOString(),
        report: reportOf(
          outcome === 'succeeded'
            ? {}
            : { verdict: 'broken', rootCause: 'sign-in-of-test', findings: [failed as Report['findings'][number]] },
        ),
        stations: [],
        claims,
        withheld,
        isVerified: outcome === 'succeeded',
        tokenBytes: null,
        tokenFormat: null,
        tokens: null,
        isMeant: null,
      };
    },
  };
  return { steps, exchanged, judged };
};

const outcomes = {
  code: 'succeeded',
  error: 'refused',
  told: 'refused',
  foreign: 'failed',
  nothing: 'abandoned',
} as const satisfies Record<string, SignInOutcome>;
