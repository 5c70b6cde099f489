import { answerCheck, isErrorOfCasdoor } from '../address/answer-fault';
import { fail } from '../define-check';
import { ownWords } from '../say';

/** Casdoor's own way to refuse: HTTP 200 and `{"status":"error","msg":"…"}` (v3.158.0). */
export const documentRefused = answerCheck({
  id: 'document-refused',
  area: 'discovery',
  title: "Casdoor's reply to the request for its document",
  heading: 'Casdoor answers with an error instead of its discovery document',
  severity: 'blocker',
  why: '{product} cannot learn where to send people, and reads the error as a document without addresses.',
  fix: 'Look whether the reverse proxy changes the path: Casdoor gives its document at `/.well-known/openid-configuration` without a slash at the end, and refuses every path that it does not know.',
  handOver:
    'Casdoor answers {url} with an error: {message} Does the reverse proxy change the path before it hands on? It has to be /.well-known/openid-configuration, without a slash at the end.',
  judge({ json, url }) {
    const message = isErrorOfCasdoor(json) && typeof json.msg === 'string' ? json.msg : '';
    if (message === '')
      return fail('Casdoor answered {url} with an error and no reason.', { url, message: ownWords('no reason.') });
    return fail('Casdoor answered {url} with the error {message}.', { url, message });
  },
});
