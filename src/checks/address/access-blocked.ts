import { fail } from '../define-check';
import { answerCheck } from './answer-fault';

/** Casdoor gives its discovery document to anybody; whoever answers 401, 403 or 407 here stands in front of it. */
export const accessBlocked = answerCheck({
  id: 'access-blocked',
  area: 'address',
  title: 'Access to the discovery document',
  heading: 'Something in front of Casdoor refuses access',
  severity: 'blocker',
  why: '{product} asks Casdoor from a server, without a browser and without a password for the proxy. It is refused in the same way.',
  fix: 'Let the proxy or firewall in front of {host} pass `/.well-known/` and `/api/` without a sign-in or challenge of its own, at least for {product}.',
  handOver:
    'The discovery document at {url} is refused by something in front of Casdoor. For {product}, the paths /.well-known/ and /api/ of {host} have to be open without a sign-in or challenge of the proxy.',
  judge({ status, url, headers }, _address, { from }) {
    const scheme = /^\s*([\w-]+)/.exec(headers['www-authenticate'] ?? headers['proxy-authenticate'] ?? '')?.[1];
    const values = { status: String(status), url, scheme: scheme ?? '' };
    if (scheme !== undefined)
      return fail('The document was refused with {status}: a sign-in of the kind {scheme} is asked for first.', values);
    if (status !== 401 && status !== 403 && status !== 407)
      return fail(
        'Instead of the document came a page that wants to see a browser or a person first ({status}).',
        values,
      );
    if (from === 'local') return fail('The document was refused with {status}.', values);
    return fail('The document was refused with {status}. Perhaps only certain addresses may come in.', values, {
      fix: {
        text: 'Let the proxy or firewall in front of {host} pass `/.well-known/` and `/api/` for the addresses from which Atlassian calls.',
        values: {},
      },
      links: [{ label: 'Addresses of Atlassian', url: 'https://ip-ranges.atlassian.com/' }],
    });
  },
});
