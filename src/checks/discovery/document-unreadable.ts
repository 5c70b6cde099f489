import { answerCheck } from '../address/answer-fault';
import { fail } from '../define-check';
import { ownWords } from '../say';

/** The document is one JSON object (OpenID Connect Discovery 1.0 §4.2). */
export const documentUnreadable = answerCheck({
  id: 'document-unreadable',
  area: 'discovery',
  title: 'Form of the discovery document',
  heading: 'The discovery document is not readable as JSON',
  severity: 'blocker',
  why: '{product} cannot learn from it where to send people and how to verify them.',
  fix: 'Let the reverse proxy hand `/.well-known/openid-configuration` on to Casdoor, and its answer back unchanged.',
  handOver: 'What {url} answers is no JSON object. Does something on the way change or cut the answers of Casdoor?',
  judge({ url, body, json, contentType }) {
    const values = { url, contentType: contentType ?? ownWords('no content type'), size: body.length };
    if (body.trim() === '') return fail('{url} answers with nothing at all.', values);
    if (json === undefined) return fail('What {url} answers is no JSON: {size} characters of {contentType}.', values);
    return fail('What {url} answers is JSON, but no object with addresses in it.', values);
  },
});
