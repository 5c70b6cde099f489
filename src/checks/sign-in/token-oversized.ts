import type { TokenFormat } from '../../contract/mapping';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { applicationPage } from '../casdoor-pages';
import { leanerFormat } from '../client/token-carries-secrets';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import { redemptionCauses } from './way-back';

/** Bytes. Proxies (nginx, Apache) and Jira's Tomcat end a request whose headers, or one line of them, are longer. */
export const widestToken = 8_192;

/** Casdoor's access token is its ID token (v3.158.0), so userinfo is asked with all of it in one header. */
export const tokenOversized = defineCheck({
  id: 'token-oversized',
  area: 'sign-in',
  title: 'Size of the ID token',
  heading: 'The ID token is too large for headers',
  severity: 'serious',
  needs: ['idToken'],
  uses: ['application', 'address'],
  after: [...redemptionCauses, 'id-token-missing'],
  why: 'Proxies and servers on the way end a request with headers over 8 KiB: people with much in their record, such as many groups, come back to an error, and others do not.',
  fix: 'In Casdoor open Applications → {application}, choose JWT-Custom under “Token format”, and name what {product} needs under “Token fields”: Name, Email, DisplayName, Groups. Every client of {application} gets it.',
  handOver:
    'Tokens of {application} at {address} are too large for the headers of proxies: {size} KiB, most of it {claims}. Can you choose a leaner “Token format” there?',
  evaluate({ idToken, application, address }, { mapping }) {
    const values = { size: ownWords(kibibytes(idToken.bytes)), limit: ownWords(kibibytes(widestToken)) };
    if (idToken.bytes <= widestToken) return pass('{size} of {limit} KiB.', values);
    const [biggest, second] = idToken.biggest;
    // What is small beside the biggest has no part in it.
    const next = second && biggest && second.bytes * 10 >= biggest.bytes ? second : undefined;
    const format: TokenFormat | undefined = application && tokenFormatOf(application.tokenFormat);
    const leaner = format === 'JWT' ? leanerFormat(mapping) : null;
    return fail(
      biggest === undefined
        ? 'The ID token has {size} KiB, over the {limit} KiB that headers may have.'
        : next === undefined
          ? 'The ID token has {size} KiB, over the {limit} KiB that headers may have. The biggest claim is {biggest}.'
          : 'The ID token has {size} KiB, over the {limit} KiB that headers may have. The biggest claims are {biggest} and {next}.',
      {
        ...values,
        biggest: biggest?.claim ?? '',
        next: next?.claim ?? '',
        claims: idToken.biggest.map(({ claim }) => claim).join(', ') || ownWords('not known'),
      },
      {
        headline: { text: 'Casdoor’s tokens are too large for some proxies', values: {} },
        ...(leaner === null
          ? {}
          : {
              fix: {
                text: 'In Casdoor open Applications → {application} and choose {leaner} under “Token format”: it does for this mapping. Every client of {application} gets it.',
                values: { leaner },
              },
            }),
        ...(format === 'JWT-Custom' && {
          fix: {
            text: 'In Casdoor open Applications → {application} and take what {product} does not need out of “Token fields”. Every client of {application} gets it.',
            values: {},
          },
        }),
        detail: {
          kind: 'list',
          label: 'Biggest claims',
          items: idToken.biggest.map(({ claim, bytes }) => ({ text: claim, note: `${kibibytes(bytes)} KiB` })),
        },
        links: applicationPage(address, application),
      },
    );
  },
});

/** With one decimal, such as "2.7"; two where it would be 0. */
export const kibibytes = (bytes: number): string => {
  const size = bytes / 1024;
  return size >= 0.05 ? size.toFixed(1).replace(/\.0$/, '') : size.toFixed(2);
};
