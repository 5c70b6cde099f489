import { documentCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';

/** The JWK set at `jwks_uri` (OpenID Connect Discovery 1.0 §3) is what signatures are verified with. */
export const keysUnreachable = defineCheck({
  id: 'keys-unreachable',
  area: 'keys',
  title: 'Way to the signing keys',
  heading: 'The signing keys cannot be fetched',
  severity: 'blocker',
  needs: ['keysAnswer'],
  uses: ['metadata'],
  explains: ['keys'],
  after: documentCauses,
  answered: 'keysAnswer',
  why: 'Without the keys {product} cannot tell a real sign-in from a forged one, and refuses every one.',
  fix: 'Let the reverse proxy of {host} hand `/.well-known/jwks` on to Casdoor as it does with the discovery document.',
  handOver: 'The signing keys at {url} cannot be fetched. Does the reverse proxy hand that path on to Casdoor?',
  evaluate({ keysAnswer, metadata }) {
    const url = keysAnswer.answered ? keysAnswer.value.url : (metadata?.jwksUri ?? ownWords('the address of the keys'));
    if (!keysAnswer.answered) {
      const { host, port, kind, code } = keysAnswer.failure;
      return fail('No answer came from {url}: {failedHost}, port {port} ({code}).', {
        url,
        failedHost: host,
        port: String(port),
        code: code ?? kind,
      });
    }
    const { status } = keysAnswer.value;
    if (status >= 200 && status < 300) return pass();
    return fail('{url} answers {status}.', { url, status: String(status) });
  },
});
