import { answerCheck } from '../address/answer-fault';
import { fail } from '../define-check';

/** The document stands below `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 §4). */
export const documentMissing = answerCheck({
  id: 'document-missing',
  area: 'discovery',
  title: 'Place of the discovery document',
  heading: 'There is no discovery document at this address',
  severity: 'blocker',
  why: 'Casdoor always has one, so something else answers here. {product} would send people to a place without a sign-in.',
  fix: 'Look whether {address} is the address that people see when they sign in to Casdoor. If it is, let the reverse proxy hand `/.well-known/` on to Casdoor.',
  handOver:
    'At {url} the answer is {status}. The reverse proxy has to hand /.well-known/ and /api/ on to the server of Casdoor.',
  judge: ({ status, url }) => fail('{url} answers {status}.', { status: String(status), url }),
});
