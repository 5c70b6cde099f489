import { fail } from '../define-check';
import { answerCheck } from './answer-fault';

/** 502, 503 and 504 (RFC 9110 §15.6.3 to 15.6.5) and Cloudflare's 52x: the proxy is there, the server behind is not. */
export const gatewayError = answerCheck({
  id: 'gateway-error',
  area: 'address',
  title: 'Casdoor behind its proxy',
  heading: 'The proxy is there, Casdoor behind it is not',
  severity: 'blocker',
  why: 'Nobody can open the sign-in page, and {product} cannot ask Casdoor who somebody is.',
  fix: 'Look whether Casdoor runs, and whether the proxy of {host} hands on to the host and port on which it listens (`httpport` of `conf/app.conf`, 8000 as it comes).',
  handOver:
    'The proxy at {address} answers {status}: it gets no answer from Casdoor. Does Casdoor run, and does the proxy hand on to the right port?',
  judge({ status, headers }) {
    const values = { status: String(status), server: headers.server ?? '' };
    if (headers.server) return fail('{server} in front of {host} answered {status}.', values);
    return fail('The proxy in front of {host} answered {status}.', values);
  },
});
