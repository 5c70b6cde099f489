import type { SymptomReading } from '../contract/panel-calls';

/**
 * What the output of the `curl` line means that `not-seen-from-target` has people run on the host of Jira or Confluence;
 * null where the text is none. `text` is lower-cased, with one space in place of many.
 *
 * The exit code that curl prints at its end decides (curl(1), "EXIT CODES"); where there is none, the last status line
 * does. What stands before, such as a first address that refused, was overcome.
 */
export const explainCurl = (text: string): SymptomReading | null => {
  const code = lastOf(text, /\bcurl: \((\d{1,2})\)/g);
  if (code !== null) return told(byExitCode(Number(code), text));
  const status = lastOf(text, /< http\/[\d.]+ (\d{3})\b/g);
  return status === null ? null : told(byStatus(Number(status), text));
};

/** Every check that the output can lead to; a test holds them against the catalogue. */
export const curlChecks = [
  'proxy-refused',
  'host-unknown',
  'name-service-silent',
  'host-unreachable',
  'connection-refused',
  'tls-not-spoken',
  'tls-handshake-failed',
  'connection-closed',
  'connection-failed',
  'connection-timeout',
  'answer-timeout',
  'answer-slow',
  'tls-expired',
  'tls-not-yet-valid',
  'tls-name-mismatch',
  'tls-chain-incomplete',
  'tls-untrusted',
  'tls-private-ca',
  'page-instead-of-document',
  'document-unreadable',
  'access-blocked',
  'redirected',
  'rate-limited',
  'document-missing',
  'gateway-error',
  'server-error',
  'not-seen-from-target',
] as const;

type Reading = readonly [meaning: string, ...checks: (typeof curlChecks)[number][]];

const told = ([meaning, ...checks]: Reading): SymptomReading => ({
  meaning,
  checks: checks.length === 0 ? [] : [...checks, 'not-seen-from-target'],
});

const lastOf = (text: string, sign: RegExp): string | null => [...text.matchAll(sign)].at(-1)?.[1] ?? null;

const byExitCode = (code: number, text: string): Reading => {
  if (/connect tunnel failed|from proxy after connect/.test(text) || code === 5 || code === 97)
    return ['From that host the way leads through a proxy, and the proxy does not open it.', 'proxy-refused'];
  switch (code) {
    case 6:
      return [
        'That host does not know the name of Casdoor: its DNS has no address for it.',
        'host-unknown',
        'name-service-silent',
      ];
    case 7:
      // A host without IPv6 names that as unreachable first: what the other address did counts.
      if (!/refused/.test(text) && /timed out|timeout was reached/.test(text)) return silent;
      return !/refused/.test(text) && /no route|unreachable/.test(text)
        ? ['From that host there is no way to Casdoor: a VPN or a route is missing.', 'host-unreachable']
        : [
            'That host reaches the one of Casdoor, and nothing listens there on the port, or a firewall refuses it.',
            'connection-refused',
          ];
    case 28:
      return silent;
    case 35:
      return /wrong version number/.test(text)
        ? ['From that host the port speaks http, and https was asked.', 'tls-not-spoken']
        : [
            'From that host the TLS connection cannot be made: no version of TLS in common, or something on the way ends it.',
            'tls-handshake-failed',
            'connection-closed',
          ];
    case 51:
    case 60:
    case 77:
      return certificate(text);
    case 52:
    case 55:
    case 56:
      return ['From that host the connection is closed before an answer is whole.', 'connection-closed'];
    default:
      return [
        `curl ended with its code ${code}, before Casdoor could answer. The words behind it say why.`,
        'connection-failed',
      ];
  }
};

const silent: Reading = [
  'From that host Casdoor gives no sign within ten seconds: mostly a firewall between the two drops the connection.',
  'connection-timeout',
  'answer-timeout',
  'answer-slow',
];

const certificate = (text: string): Reading => {
  if (/expired/.test(text)) return ['The certificate that is shown to that host has expired.', 'tls-expired'];
  if (/not yet valid/.test(text))
    return [
      'The certificate that is shown to that host is not valid yet, or the clock of that host is behind.',
      'tls-not-yet-valid',
    ];
  if (/subject name|does not match|no alternative/.test(text))
    return ['The certificate that is shown to that host is made for another name.', 'tls-name-mismatch'];
  return [
    'That host does not trust the certificate of Casdoor. Java has a list of authorities of its own: what curl trusts there, Java need not.',
    'tls-chain-incomplete',
    'tls-untrusted',
    'tls-private-ca',
  ];
};

const byStatus = (status: number, text: string): Reading => {
  if (status >= 200 && status < 300) {
    if (text.includes('"issuer"') && text.includes('"authorization_endpoint"'))
      return [
        'That host reaches Casdoor and gets its discovery document: nothing stands in the way. Java has a list of authorities of its own, so a private one has to be imported there all the same.',
        'tls-private-ca',
      ];
    return [
      'That host gets an answer, and it is not the discovery document of Casdoor.',
      'page-instead-of-document',
      'document-unreadable',
      'access-blocked',
    ];
  }
  if (status >= 300 && status < 400)
    return ['That host is led on to another address, which a plugin does not follow.', 'redirected', 'access-blocked'];
  if (status === 401 || status === 403 || status === 407)
    return ['Something in front of Casdoor refuses that host.', 'access-blocked'];
  if (status === 429) return ['Too many requests came from that host, and a proxy refuses more.', 'rate-limited'];
  if (status === 404 || status === 410)
    return ['That host reaches a server that has no discovery document at this address.', 'document-missing'];
  if (status >= 502 && status <= 530)
    return ['A proxy answered that host, and the Casdoor behind it did not.', 'gateway-error'];
  if (status >= 500) return ['That host reaches the server, and the server breaks while it answers.', 'server-error'];
  return [
    `That host is answered with ${status} instead of the discovery document.`,
    'document-missing',
    'access-blocked',
  ];
};
