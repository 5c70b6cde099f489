import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import { redemptionCauses } from './way-back';

/** `none` is no signature, and the key of a symmetric one is known to every client: RFC 8725 §3.1, §3.2. */
export const tokenAlgorithmRefused = defineCheck({
  id: 'token-algorithm-refused',
  area: 'sign-in',
  title: 'Kind of the signature',
  heading: 'The ID token is signed in a way that proves nothing',
  severity: 'blocker',
  needs: ['idToken'],
  uses: ['application', 'address'],
  after: [...redemptionCauses, 'id-token-missing'],
  why: 'Anybody could make such a token and be whoever they like. Casdoor’s public keys verify RSA and elliptic-curve signatures only, so a careful plugin refuses everybody.',
  fix: 'In Casdoor open Applications → {application}, and choose RS256 under “Token signing method”.',
  handOver:
    'Tokens of {application} at {address} are signed with {algorithm}. Can you choose RS256 there under “Token signing method”?',
  evaluate({ idToken, application, address }) {
    if (idToken.signature !== 'algorithm-refused') return pass();
    return fail(
      'The header of the ID token names the algorithm {algorithm}.',
      { algorithm: idToken.algorithm ?? ownWords('none at all') },
      {
        headline: { text: 'The ID token is signed in a way that proves nothing', values: {} },
        links: applicationPage(address, application),
      },
    );
  },
});
