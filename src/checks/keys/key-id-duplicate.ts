import { documentCauses } from '../causes';
import { defineCheck, fail, pass, warn } from '../define-check';
import { certificateName } from './signing-keys';

/** `kid` picks the key of a set (RFC 7517 §4.5). In Casdoor it is a certificate's name, and two owners may use the same. */
export const keyIdDuplicate = defineCheck({
  id: 'key-id-duplicate',
  area: 'keys',
  title: 'Names of the keys',
  heading: 'Two different keys have the same name',
  severity: 'serious',
  needs: ['keys'],
  uses: ['application', 'metadata'],
  after: [...documentCauses, 'keys-unreachable', 'keys-unreadable', 'keys-empty'],
  answered: 'keysAnswer',
  why: '{product} picks the key of a sign-in by its name. With two of the same name it may pick the wrong one, and refuses people who did nothing wrong.',
  fix: 'In Casdoor open Certs and rename one of the certificates called {names}. Casdoor carries the new name over to its applications.',
  handOver:
    'In Casdoor at {address}, two certificates are called {names}. Plugins pick keys by that name: one of the two has to be renamed.',
  evaluate({ keys, application, metadata }) {
    const thumbprints = new Map<string, Set<string>>();
    for (const { kid, thumbprint } of keys)
      if (kid !== null) thumbprints.set(kid, (thumbprints.get(kid) ?? new Set()).add(thumbprint));
    const names = [...thumbprints].filter(([, different]) => different.size > 1).map(([kid]) => kid);
    if (names.length === 0) return pass();
    const values = { names: names.join(', '), url: metadata?.jwksUri ?? '' };
    const text = 'Of the keys that Casdoor publishes, several different ones are called {names}.';
    if (application && !names.includes(certificateName(application)))
      return warn(text, values, {
        severity: 'advice',
        why: { text: '{application} signs with another key, so its sign-ins are not concerned.', values: {} },
      });
    return fail(text, values);
  },
});
