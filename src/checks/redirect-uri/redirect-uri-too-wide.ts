import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass, warn } from '../define-check';
import { entryAccepts, entryKindOf } from '../redirect-matching';

/**
 * Redirect URIs are to be compared as strings: RFC 9700 §2.1. Entries without a scheme let any port and mostly any page
 * pass in Casdoor 3.158, patterns whatever they match. That every entry lets its subdomains pass, too, is Casdoor's own
 * way and cannot be mended in the list, so it is not told.
 */
export const redirectUriTooWide = defineCheck({
  id: 'redirect-uri-too-wide',
  area: 'redirect-uri',
  title: 'Width of the redirect list',
  heading: 'The redirect list lets strangers in',
  severity: 'serious',
  needs: ['application', 'redirectPatterns'],
  uses: ['address'],
  asks: ['redirect-uri'],
  after: ['redirect-uri-unreadable'],
  why: 'Whoever gets somebody to click a prepared link receives the code of that sign-in, and can be that person in {product}.',
  fix: 'In Casdoor open Applications → {application} → “Redirect URLs”, put whole addresses there in place of {entry}, such as:',
  handOver:
    'Under Applications → {application} → “Redirect URLs” at {address} stands {entry}. It lets {stranger} pass, which is not ours. Can you replace it by the whole addresses that are really in use? For {product} that is {redirectUri}.',
  evaluate({ application, redirectPatterns, address }, { redirectUri }) {
    const uri = redirectUri ?? '';
    const wide = application.redirectUris.flatMap((entry) => {
      const stranger =
        entryKindOf(entry) === 'host'
          ? strangersOfHost(entry).find((one) => entryAccepts(entry, one) === true)
          : (redirectPatterns.find((trial) => trial.entry === entry)?.stranger ?? undefined);
      return stranger === undefined ? [] : [{ entry, stranger }];
    });
    const particulars = {
      links: applicationPage(address, application),
      copy: [{ label: 'Redirect URL', text: uri }],
    };
    const [first] = wide;
    if (first)
      return fail(
        wide.length === 1
          ? 'The entry {entry} lets {stranger} pass.'
          : '{count} entries let strangers in. The entry {entry}, for one, lets {stranger} pass.',
        { ...first, count: wide.length },
        {
          ...particulars,
          detail: {
            kind: 'list',
            label: `Redirect URLs of ${application.name}`,
            items: application.redirectUris.slice(0, 50).map((text) => {
              const found = wide.find(({ entry }) => entry === text);
              return found ? { text, note: `lets ${found.stranger} pass`, marked: true } : { text };
            }),
          },
        },
      );
    const untried = redirectPatterns.find(({ outcome }) => outcome === 'too-long' || outcome === 'too-complex');
    if (untried)
      return warn(
        'The entry that begins with {entry} is a regular expression too big to be tried.',
        { entry: untried.entry.slice(0, 60), stranger: 'something' },
        {
          ...particulars,
          heading: { text: 'What the redirect list lets in could not be tried', values: {} },
          handOver: null,
        },
      );
    return pass();
  },
});

/** An entry without a scheme: another port, another page and no encryption, all on its own host. */
const strangersOfHost = (entry: string): string[] => {
  const host = entry.replace(/[/?#:].*$/s, '').replace(/^\./, '');
  // `*` or `(`: no host is called so, and Casdoor compares it as it stands. The entry lets nobody in.
  if (!possibleHost.test(host)) return [];
  const path = /^[^/?#]*(\/[^?#]*)/.exec(entry)?.[1] ?? '/';
  const name = entry.startsWith('.') ? `any.${host}` : host;
  return [`http://${name}:4444/any/other/page`, `http://${name}:4444${path}`];
};

/** Letters, digits, hyphens and dots, of any script: what a name can be made of (RFC 1123 §2.1, RFC 5890 §2.3.2.3). */
const possibleHost = /^[\w\u0080-\u{10ffff}](?:[\w.\-\u0080-\u{10ffff}]*[\w\u0080-\u{10ffff}])?$/u;
