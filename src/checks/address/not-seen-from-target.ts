import type { Plugin } from '../../contract/target';
import { documentCauses } from '../causes';
import { defineCheck, notApplicable, warn } from '../define-check';
import { isLoopbackHost } from '../host-kinds';

const isOnServer: Record<Plugin, boolean> = {
  miniorange: true,
  'atlassian-dc': true,
  'miniorange-cloud': false,
  other: true,
};

/** What this computer can reach and trusts, another one may not: firewalls, DNS and Java's list of authorities differ. */
export const notSeenFromTarget = defineCheck({
  id: 'not-seen-from-target',
  area: 'address',
  title: 'The way from Jira or Confluence to Casdoor',
  heading: 'Casdoor was seen from this computer, not from {product}',
  severity: 'advice',
  needs: ['address', 'answer'],
  after: documentCauses,
  appliesTo: ({ from }) => (from === 'local' ? null : 'This check was made from the cloud.'),
  why: '{product} speaks to Casdoor itself. A firewall, a DNS of its own or a missing authority there would end every sign-in in an error, although all is well here.',
  fix: 'Run this line on the host of {product}. It should end in the discovery document; if it does not, paste what it prints where an error message is asked for (`--symptom` on the command line).',
  evaluate({ address, answer }, { target }) {
    if (isLoopbackHost(address.host)) return notApplicable('Casdoor is on this computer.');
    const curl = (label: string) => [{ label, text: `curl -sSv --max-time 10 ${quoted(answer.url)}` }];
    if (isOnServer[target.plugin])
      return warn(
        'The way from {product} to {host} could not be looked at from here.',
        {},
        { copy: curl('On the host of Jira or Confluence') },
      );
    return warn(
      'The way from the cloud of the plugin to {host} could not be looked at from here.',
      {},
      {
        why: {
          text: 'The plugin runs in a cloud and calls Casdoor from the internet. What is open inside your network only is closed to it.',
          values: {},
        },
        fix: {
          text: 'Run this line on a computer outside your network. It should end in the discovery document.',
          values: {},
        },
        copy: curl('On a computer outside your network'),
      },
    );
  },
});

/** For a POSIX shell. */
const quoted = (text: string) => (/^[\w:/.@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
