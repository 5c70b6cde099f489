import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { comparesIssuers, expectedIssuer, issuerFault, issuerWeight } from './issuer-kinds';

/** `origin` is taken as it stands; issuers are compared letter by letter (OpenID Connect Core 1.0 §3.1.3.7). */
export const issuerTrailingSlash = defineCheck({
  id: 'issuer-trailing-slash',
  area: 'discovery',
  title: 'End of the issuer',
  heading: 'The issuer of Casdoor ends in a slash',
  severity: issuerWeight,
  needs: ['address', 'metadata'],
  uses: ['identity'],
  after: [...documentCauses, 'metadata-missing'],
  answered: 'answer',
  why: '{product} compares issuers letter by letter: every sign-in is rejected if the plugin has the address without the slash.',
  fix: 'Take the slash off the end of `origin` in `conf/app.conf` of Casdoor and restart it.',
  handOver:
    'origin in conf/app.conf of Casdoor ends in a slash, so its endpoints have two slashes in a row. It has to be {expected}, and Casdoor has to be restarted.',
  evaluate({ address, metadata, identity }, given) {
    if (issuerFault(address, metadata, identity) !== 'issuer-trailing-slash') return pass();
    const expected = expectedIssuer(address);
    const issuer = metadata.issuer ?? '';
    const values = { expected, issuer, endpoint: metadata.tokenEndpoint ?? metadata.authorizationEndpoint ?? issuer };
    return fail(
      'One difference: the slash at the end of {issuer}. It makes endpoints such as {endpoint}, with two slashes in a row.',
      values,
      {
        ...(comparesIssuers(given)
          ? {}
          : {
              why: {
                text: 'As it is set, the plugin does not compare issuers. A stricter one would reject every sign-in, and endpoints with two slashes work only as long as no proxy tidies them.',
                values: {},
              },
            }),
        detail: {
          kind: 'comparison',
          expectedLabel: 'Your address',
          expected,
          actualLabel: 'Issuer found',
          actual: issuer,
        },
        copy: [{ label: 'conf/app.conf', text: `origin = ${expected}` }],
      },
    );
  },
});
