import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';

/** Go writes an empty list as null: both are no key at all. */
export const keysEmpty = defineCheck({
  id: 'keys-empty',
  area: 'keys',
  title: 'Number of signing keys',
  heading: 'No signing key is published',
  severity: 'blocker',
  needs: ['keysAnswer'],
  explains: ['keys'],
  uses: ['keys'],
  after: [...documentCauses, 'keys-unreachable', 'keys-unreadable'],
  answered: 'keysAnswer',
  why: 'Without a key {product} cannot verify any sign-in, and refuses every one.',
  fix: 'In Casdoor open Certs → Add and make a certificate with x509 under “Type”.',
  handOver:
    'Casdoor at {address} publishes no signing key. Can you make a certificate under Certs, with x509 under “Type”?',
  evaluate({ keysAnswer, keys }) {
    if (!keysAnswer.answered) return pass();
    const { url, json } = keysAnswer.value;
    const listed = typeof json === 'object' && json !== null && 'keys' in json ? json.keys : undefined;
    const isEmpty = keys === undefined ? listed === null : keys.length === 0;
    return isEmpty ? fail('{url} lists no key.', { url }) : pass();
  },
});
