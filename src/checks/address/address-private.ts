import { factsOfTheServer } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { isPrivateHost } from '../host-kinds';

/** Forge's backend reaches public addresses only (Forge documentation, runtime egress permissions). */
export const addressPrivate = defineCheck({
  id: 'address-private',
  area: 'address',
  title: 'Reachability of the address from the internet',
  heading: 'Casdoor has an address that exists inside your network only',
  severity: 'blocker',
  needs: ['address'],
  uses: ['lookup'],
  explains: factsOfTheServer,
  after: ['address-unreadable'],
  appliesTo: ({ from }) => (from === 'cloud' ? null : 'Only a check from the cloud needs a public address.'),
  why: 'Atlassian runs this app in its cloud. From there no private address can be reached, so nothing can be checked or configured.',
  fix: 'Type the public address under which Casdoor can be reached from the internet, or run this product inside your network with `npm start`.',
  handOver:
    'Casdoor at {address} can only be reached inside our network. {product} in the cloud needs a public https address for it. Under which address can it be reached from the internet?',
  evaluate({ address: { host }, lookup }) {
    const headline = { text: 'Casdoor cannot be reached from the cloud', values: {} };
    if (isPrivateHost(host)) return fail('{host} is no address on the internet.', { host }, { headline });
    if (lookup === undefined) return pass('To what the name {host} resolves cannot be told from the cloud.', { host });
    if (!lookup.answered || !lookup.value.hasPrivate) return pass();
    return fail(
      'The name {host} resolves to {addresses}, which exists inside a network only.',
      { host, addresses: lookup.value.addresses.join(', ') },
      { headline },
    );
  },
});
