import { silenceOf } from '../../src/atlassian/silent-product';
import type { NetworkFailure } from '../../src/checks/evidence';

const silent = (kind: NetworkFailure['kind'], code: string | null = null): NetworkFailure => ({
  kind,
  host: 'jira.acme.example',
  port: 8443,
  milliseconds: 4200,
  code,
  proxy: 'http://proxy.acme.example:3128',
});
const told = (kind: NetworkFailure['kind'], code: string | null = null) => silenceOf(silent(kind, code), 'Jira');

/** Every kind: the compiler asks for the ones that come. */
const kinds: Record<NetworkFailure['kind'], string> = {
  'host-unknown': 'knows no address for jira.acme.example',
  'name-service-silent': 'No name server answered for jira.acme.example',
  'connection-refused': 'Nothing listens on jira.acme.example, port 8443',
  'connection-timeout': 'gave no sign within 4.2 seconds',
  'connection-closed': 'closed it without an answer',
  'host-unreachable': 'no way to jira.acme.example',
  'tls-not-spoken': 'http is spoken where https was asked',
  'tls-required': 'https is spoken where http was asked',
  'tls-untrusted': 'of an authority that is not known here',
  'tls-failed': 'No secure connection to jira.acme.example',
  'answer-timeout': 'no complete answer came within 4.2 seconds',
  'answer-too-large': 'far larger than what was asked for',
  'answer-garbled': 'cannot be read as an answer over HTTP',
  'proxy-refused': 'The proxy http://proxy.acme.example:3128 did not open the way to jira.acme.example',
  'egress-refused': 'may not send requests to jira.acme.example',
  stopped: 'The answer of Jira was not waited for',
  unknown: 'No answer came from jira.acme.example',
};

test.each(Object.entries(kinds) as [NetworkFailure['kind'], string][])('"%s" is told in words', (kind, words) => {
  const { message, remedy } = told(kind);
  expect(message).toContain(words);
  // One sentence each, and no two of them glued.
  for (const sentence of [message, remedy]) expect(sentence).toMatch(/^[A-Z\d][^!]*[^.]\.$|^jira[^!]*[^.]\.$/);
});

test('a refused connection is told without the system’s code, and says where to look', () => {
  const { message, remedy } = told('connection-refused', 'ECONNREFUSED');
  expect(message).not.toContain('ECONNREFUSED');
  expect(remedy).toBe('Look whether Jira runs, and whether the base URL in the step Client has the right port.');
});

test.each([
  ['CERT_HAS_EXPIRED', 'has expired', 'Renew it'],
  ['CERT_NOT_YET_VALID', 'is not valid yet', 'clocks'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'is made for another name', 'with the name that the certificate is made for'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'of an authority that is not known here', '--ca'],
])('of a certificate with %s', (code, words, action) => {
  const { message, remedy } = told('tls-untrusted', code);
  expect(message).toContain(words);
  expect(message).toContain('no password is sent there');
  expect(remedy).toContain(action);
});

test('a name that would turn the line is made visible', () => {
  expect(silenceOf({ ...silent('host-unknown'), host: 'jira\u202e.example' }, 'Jira').message).toContain('\\u{202e}');
});
