import { isErrorOfCasdoor, isObject } from '../address/answer-fault';
import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';

/** A JWK set is a JSON object with an array `keys` (RFC 7517 §5). */
export const keysUnreadable = defineCheck({
  id: 'keys-unreadable',
  area: 'keys',
  title: 'Form of the signing keys',
  heading: 'The signing keys are not readable',
  severity: 'blocker',
  needs: ['keysAnswer'],
  explains: ['keys'],
  after: [...documentCauses, 'keys-unreachable'],
  answered: 'keysAnswer',
  why: 'Without the keys {product} cannot tell a real sign-in from a forged one, and refuses every one.',
  fix: 'Open {url} in a browser: it should show a list of keys. An error of Casdoor often means that a certificate under Certs is empty or damaged; a page means that the reverse proxy does not hand the path on.',
  handOver:
    'What {url} answers is no set of keys. Is a certificate under Certs in Casdoor empty or damaged, or does the reverse proxy answer itself?',
  evaluate({ keysAnswer }) {
    if (!keysAnswer.answered) return pass();
    const { url, json, isHtml, status } = keysAnswer.value;
    if (status < 200 || status >= 300) return pass();
    if (isHtml) return fail('{url} answers with a web page.', { url });
    if (isErrorOfCasdoor(json))
      return fail('Casdoor answers {url} with the error {message}.', {
        url,
        message: typeof json.msg === 'string' ? json.msg : ownWords('without a reason'),
      });
    if (isObject(json) && (Array.isArray(json.keys) || json.keys === null)) return pass();
    return json === undefined
      ? fail('What {url} answers is no JSON.', { url })
      : fail('What {url} answers has no list of keys.', { url });
  },
});
