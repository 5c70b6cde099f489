import { answerCheck } from '../address/answer-fault';
import { fail } from '../define-check';

/** Casdoor's front end answers every path that its server does not know with a page and 200 (v3.158.0). */
const casdoorPage = /<title>[^<]*casdoor[^<]*<\/title>|casdoor/i;
const frontEnd = /<div id="root">/;

export const pageInsteadOfDocument = answerCheck({
  id: 'page-instead-of-document',
  area: 'discovery',
  title: 'Kind of the answer',
  heading: 'A web page answers where the discovery document should be',
  severity: 'blocker',
  why: '{product} reads from this document where to send people and how to verify them. From a page it learns nothing.',
  fix: 'Look whether {address} is the address that people see when they sign in to Casdoor, and that nothing follows the host there.',
  handOver:
    'At {url} a web page answers instead of the discovery document. The reverse proxy has to hand /.well-known/ and /api/ on to the server of Casdoor.',
  judge({ url, status, body }, { prefix, origin }) {
    const values = { url, status: String(status), prefix, origin };
    const isCasdoor = casdoorPage.test(body);
    if (status >= 400)
      return fail(
        '{url} answers {status} and a page. Another web server or a proxy says that it has no such path.',
        values,
      );
    if (prefix !== '')
      return fail(
        isCasdoor || frontEnd.test(body)
          ? 'Below the path {prefix} Casdoor answers with its sign-in page: its server does not know that path.'
          : 'Below the path {prefix} a page answers.',
        values,
        {
          fix: {
            text: 'Casdoor does not work below a path of its own. Try {origin} as the address; if Casdoor is to stay below {prefix}, let the reverse proxy take that path off before it hands on.',
            values: {},
          },
        },
      );
    if (isCasdoor || frontEnd.test(body))
      return fail("At {url} Casdoor's front end answers, not its server.", values, {
        fix: {
          text: 'Let the reverse proxy hand `/.well-known/` and `/api/` on to the server of Casdoor (port 8000 as it comes), not to the folder with its pages.',
          values: {},
        },
      });
    return fail('At {url} a page answers that does not look like Casdoor.', values);
  },
});
