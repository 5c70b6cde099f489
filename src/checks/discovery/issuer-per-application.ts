import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { applicationOfIssuer, comparesIssuers, expectedIssuer, issuerFault, issuerWeight } from './issuer-kinds';

/**
 * Casdoor v2.92.0 to v3.93 names an issuer of its own in the document of an application, and goes on signing tokens
 * with the issuer of the server (casdoor#5582).
 */
export const issuerPerApplication = defineCheck({
  id: 'issuer-per-application',
  area: 'discovery',
  title: 'Issuer in the document of an application',
  heading: 'The document of the application names an issuer that no token carries',
  severity: issuerWeight,
  needs: ['address', 'metadata'],
  uses: ['identity'],
  after: [...documentCauses, 'metadata-missing'],
  answered: 'answer',
  why: '{product} rejects every ID token whose issuer is not the configured one, and with this document that is every one.',
  fix: 'Give the plugin {expected} as issuer, and the document at {globalDocument}. With Casdoor v3.94.0 or later both documents are right.',
  handOver:
    'This Casdoor names the issuer {issuer} in the document of the application, and signs tokens with {expected}. It is mended from v3.94.0 on: can Casdoor be upgraded?',
  evaluate({ address, metadata, identity }, given) {
    if (issuerFault(address, metadata, identity) !== 'issuer-per-application') return pass();
    const expected = expectedIssuer(address);
    const issuer = metadata.issuer ?? '';
    const values = {
      expected,
      issuer,
      named: applicationOfIssuer(issuer)?.application ?? '',
      globalDocument: `${expected}/.well-known/openid-configuration`,
    };
    return fail(
      'The document of {named} names the issuer {issuer}. Tokens of Casdoor carry {expected}, as versions from v2.92.0 to v3.93 do it.',
      values,
      {
        ...(comparesIssuers(given)
          ? {}
          : {
              why: {
                text: 'As it is set, the plugin does not compare issuers. A stricter one would reject every sign-in.',
                values: {},
              },
            }),
        detail: {
          kind: 'comparison',
          expectedLabel: 'Issuer of tokens',
          expected,
          actualLabel: 'Issuer found',
          actual: issuer,
        },
        copy: [
          { label: 'Issuer', text: expected },
          { label: 'Discovery document', text: values.globalDocument },
        ],
      },
    );
  },
});
