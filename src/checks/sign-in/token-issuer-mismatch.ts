import type { CasdoorAddress } from '../../contract/address';
import { documentCauses, issuerCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { comparesIssuers, expectedIssuer, issuerWeight } from '../discovery/issuer-kinds';
import { urlOf } from '../host-kinds';
import { ownWords } from '../say';
import { signatureCauses } from './way-back';

/**
 * `iss` has to be the issuer of the discovery document, letter by letter (OpenID Connect Core 1.0 §3.1.3.7, item 2).
 * Without `origin` Casdoor (v3.158.0) makes both of the Host header: of the request for the document, and of the browser's.
 */
export const tokenIssuerMismatch = defineCheck({
  id: 'token-issuer-mismatch',
  area: 'sign-in',
  title: 'Issuer of the ID token',
  heading: 'The ID token names another issuer than the discovery document',
  severity: issuerWeight,
  needs: ['idToken'],
  uses: ['address', 'identity'],
  after: [...signatureCauses, ...documentCauses, ...issuerCauses, 'scheme-insecure', 'issuer-per-application'],
  why: '{product} rejects every ID token whose issuer is not the configured one, so nobody gets in.',
  fix: "Set `origin` in Casdoor's `conf/app.conf` to its public URL and restart it.",
  handOver:
    'Tokens of Casdoor at {address} name the issuer {actual}, and its discovery document names {expected}. In conf/app.conf, origin has to be the public URL, and Casdoor has to be restarted.',
  evaluate({ idToken, address, identity }, given) {
    const named = idToken.issuer.expected;
    const actual = idToken.issuer.actual ?? '';
    const isDocuments = actual === named;
    const configured = configuredIssuer(named, address, identity?.isCasdoor !== false);
    if (isDocuments && actual === configured) return pass('The issuer is {expected}.', { expected: actual });
    const expected = isDocuments ? configured : named;
    const strict = comparesIssuers(given);
    return fail(
      actual === ''
        ? 'The ID token names no issuer. The discovery document names {expected}.'
        : isDocuments
          ? 'The ID token names {actual}, as the discovery document does, and Casdoor’s address is {expected}. Without an `origin` setting Casdoor takes the issuer from the Host header, and a proxy in front probably passes its own name for Casdoor.'
          : 'The ID token names {actual}, and the discovery document {expected}. Without an `origin` setting Casdoor takes the issuer from the Host header of each request, so the browser probably reached it under another name.',
      { expected, actual: actual === '' ? ownWords('no issuer') : actual, actualHost: urlOf(actual)?.host ?? actual },
      {
        headline: { text: 'Casdoor’s tokens name another issuer', values: {} },
        ...(isDocuments && {
          heading: { text: 'The ID token names another issuer than the address of Casdoor', values: {} },
          handOver: {
            text: 'Tokens of Casdoor name the issuer {actual}, and people use it at {expected}. In conf/app.conf, origin has to be {expected}, and Casdoor has to be restarted.',
            values: {},
          },
        }),
        // Which of the two is the public one only whoever runs Casdoor knows.
        ...(strict
          ? {}
          : {
              why: {
                text: 'As it is set, the plugin does not compare issuers and would let people in. It so takes tokens of any issuer that share the audience and the keys; a stricter plugin, or a setting of this one, refuses everybody.',
                values: {},
              },
            }),
        detail: {
          kind: 'comparison',
          expectedLabel: isDocuments ? 'Your address' : 'Discovery document',
          expected,
          actualLabel: 'ID token',
          actual,
        },
      },
    );
  },
});

/**
 * The issuer that a plugin is set up with: the address that was given (Discovery 1.0 §4.3). Others than Casdoor may end it
 * in a slash.
 */
const configuredIssuer = (named: string, address: CasdoorAddress | undefined, isCasdoor: boolean): string => {
  if (address === undefined) return named;
  const typed = expectedIssuer(address);
  return !isCasdoor && named === `${typed}/` ? named : typed;
};
