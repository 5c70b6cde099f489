import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { expectedIssuer, issuerFault } from './issuer-kinds';

/** Casdoor makes its addresses from `origin` or the Host header, and knows nothing of a path that a proxy takes off. */
export const pathPrefixLost = defineCheck({
  id: 'path-prefix-lost',
  area: 'discovery',
  title: 'Path of the addresses in the document',
  heading: 'Casdoor forgets the path below which it is reached',
  severity: 'blocker',
  needs: ['address', 'metadata'],
  uses: ['identity'],
  after: [...documentCauses, 'metadata-missing'],
  answered: 'answer',
  why: 'People and {product} are sent to addresses without {prefix}, where something else answers, or nothing.',
  fix: 'Publish Casdoor under a host name of its own, without a path. If people reach it at {origin} as well, use that address here and in the plugin.',
  handOver:
    'Casdoor is reached at {expected}, and all its addresses lack {prefix}: it does not work below a path. Can it have a host name of its own?',
  evaluate({ address, metadata, identity }) {
    if (issuerFault(address, metadata, identity) !== 'path-prefix-lost') return pass();
    const expected = expectedIssuer(address);
    return fail(
      'Casdoor is reached at {expected}, and the document names {issuer} and endpoints without {prefix}.',
      { expected, issuer: metadata.issuer ?? '', prefix: address.prefix, origin: address.origin },
      {
        detail: {
          kind: 'comparison',
          expectedLabel: 'Your address',
          expected,
          actualLabel: 'Issuer found',
          actual: metadata.issuer ?? '',
        },
      },
    );
  },
});
