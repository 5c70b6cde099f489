import type { Missing } from '../../../src/checks/evidence';
import type { ClaimsLook, IdTokenLook, Redemption, SignInReturn } from '../../../src/checks/sign-in-evidence';
import type { Finding } from '../../../src/contract/report';
import type { Plugin } from '../../../src/contract/target';
import { type Changes, evidenceOf, healthy, healthyGiven } from '../healthy-evidence';
import { judged } from '../judged';

const needsReturn: Missing = { reason: 'needs', fact: 'signInReturn' };
const needsRedemption: Missing = { reason: 'needs', fact: 'redemption' };

/** Nothing to redeem came back: what follows is missing because of it. */
export const cameBack = (signInReturn: SignInReturn, changes: Changes = {}): Changes => ({
  ...changes,
  facts: { ...changes.facts, signInReturn },
  without: {
    redemption: needsReturn,
    idToken: needsRedemption,
    claimsLook: needsRedemption,
    signInPrediction: needsRedemption,
  },
});

/** The code was not exchanged. */
export const notRedeemed = (redemption: Redemption, changes: Changes = {}): Changes => ({
  ...changes,
  facts: { ...changes.facts, redemption },
  without: { idToken: needsRedemption, claimsLook: needsRedemption, signInPrediction: needsRedemption },
});

/** A part of the ID token is another one. */
export const withToken = (token: Partial<IdTokenLook>, changes: Changes = {}): Changes => ({
  ...changes,
  facts: { ...changes.facts, idToken: { ...healthy('idToken'), ...token } },
});

export const withLook = (claimsLook: ClaimsLook, changes: Changes = {}): Changes => ({
  ...changes,
  facts: { ...changes.facts, claimsLook },
});

/** The same for another plugin, and where it reads from. */
export const forPlugin = (
  plugin: Plugin,
  changes: Changes = {},
  mapping: Partial<NonNullable<typeof healthyGiven.mapping>> = {},
): Changes => ({
  ...changes,
  given: {
    ...changes.given,
    target: { ...healthyGiven.target, plugin },
    mapping:
      plugin === 'atlassian-dc'
        ? {
            schema: 1,
            source: null,
            username: `\${name}`,
            email: `\${email}`,
            name: { fullName: `\${displayName}` },
            groups: null,
            ...mapping,
          }
        : healthyGiven.mapping && { ...healthyGiven.mapping, ...mapping },
  },
});

export const signInFindings = (changes: Changes): Finding[] =>
  judged(evidenceOf(changes)).filter(({ area }) => area === 'sign-in');

/** Whatever is not passed, blocked or out of place: `id severity outcome`. */
export const signInFaults = (changes: Changes): string[] =>
  signInFindings(changes)
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'warn')
    .map(({ id, severity, outcome }) => `${id} ${severity} ${outcome}`);

/** Ids of the passed ones. */
export const signInPassed = (changes: Changes): string[] =>
  signInFindings(changes)
    .filter(({ outcome }) => outcome === 'pass')
    .map(({ id }) => id);
