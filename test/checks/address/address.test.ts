import type { Given } from '../../../src/checks/evidence';
import { answered, evidenceOf, failedWith, healthy, jsonAnswer, unreachable, withoutFrom } from '../healthy-evidence';
import { failing, findingOf, fixText, foundText, outcomeOf, warning } from '../judged';

const cloud: Partial<Given> = { from: 'cloud' };
const at = (origin: string, prefix = '') => {
  const url = new URL(origin);
  return {
    ...healthy('address'),
    origin: url.origin,
    scheme: url.protocol === 'http:' ? ('http' as const) : ('https' as const),
    host: url.hostname,
    port: Number(url.port || (url.protocol === 'http:' ? 80 : 443)),
    prefix,
  };
};

describe('address-unreadable', () => {
  const problem = { text: 'No host name can be read from {typed}.', values: { typed: 'https://' } };
  const unread = () =>
    evidenceOf({
      given: { address: 'https://' },
      facts: { addressReading: { problem } },
      without: {
        address: { reason: 'needs', fact: 'addressReading' },
        discovery: { reason: 'needs', fact: 'address' },
        answer: { reason: 'needs', fact: 'discovery' },
        lookup: { reason: 'needs', fact: 'address' },
        tls: { reason: 'needs', fact: 'address' },
        metadata: { reason: 'needs', fact: 'address' },
        keys: { reason: 'needs', fact: 'address' },
      },
    });

  it('says what was read, and is the only failure', () => {
    expect(failing(unread())).toEqual(['address-unreadable']);
    expect(foundText(findingOf('address-unreadable', unread()))).toBe('No host name can be read from https://.');
    expect(findingOf('issuer-mismatch', unread()).blockedBy).toEqual({ check: 'address-unreadable' });
  });

  it('waits where nothing was typed yet', () => {
    const evidence = evidenceOf({ without: { addressReading: { reason: 'not-given', what: 'address' } } });
    expect(findingOf('address-unreadable', evidence).blockedBy).toEqual({ missing: 'address' });
  });
});

describe('address-private', () => {
  it.each([
    'https://localhost:8443',
    'https://127.0.0.1',
    'https://10.1.2.3',
    'https://172.20.0.5',
    'https://192.168.1.9',
    'https://169.254.1.1',
    'https://100.64.0.1',
    'https://[::1]',
    'https://[fd00::1]',
    'https://[::ffff:10.0.0.1]',
    'https://casdoor',
    'https://casdoor.local',
    'https://door.acme.internal',
  ])('keeps %s out of the cloud, as the only failure', (origin) => {
    const evidence = unreachable(failedWith('unknown'), { given: cloud, facts: { address: at(origin) } });
    expect(failing(evidence)).toEqual(['address-private']);
  });

  it.each(['https://door.acme.example', 'https://172.32.0.1', 'https://100.128.0.1', 'https://[2001:db8::1]'])(
    'lets %s pass',
    (origin) => {
      const evidence = evidenceOf({
        given: cloud,
        facts: { address: at(origin) },
        without: { lookup: { reason: 'not-from-here' } },
      });
      expect(outcomeOf('address-private', evidence)).toBe('pass');
    },
  );

  it('keeps a public name out that resolves to a private address', () => {
    const lookup = answered({ addresses: ['10.0.0.7'], hasPrivate: true });
    const finding = findingOf('address-private', evidenceOf({ given: cloud, facts: { lookup } }));
    expect(finding.outcome).toBe('fail');
    expect(foundText(finding)).toContain('10.0.0.7');
  });

  it('does not concern a look from this computer', () => {
    expect(outcomeOf('address-private', evidenceOf({ facts: { address: at('https://10.1.2.3') } }))).toBe(
      'not-applicable',
    );
  });
});

describe('port-forbidden', () => {
  it('keeps port 8000 out of the cloud, as the only failure', () => {
    const evidence = unreachable(failedWith('unknown'), {
      given: cloud,
      facts: { address: at('https://door.acme.example:8000') },
    });
    expect(failing(evidence)).toEqual(['port-forbidden']);
  });

  it.each([443, 8443, 8080])('lets port %s pass', (port) => {
    const address = at(`https://door.acme.example:${port}`);
    expect(outcomeOf('port-forbidden', evidenceOf({ given: cloud, facts: { address } }))).toBe('pass');
  });

  it('does not concern a look from this computer', () => {
    const address = at('https://door.acme.example:8000');
    expect(outcomeOf('port-forbidden', evidenceOf({ facts: { address } }))).toBe('not-applicable');
  });
});

describe('tls-required', () => {
  const http = at('http://door.acme.example');

  it('names the https address', () => {
    const finding = findingOf(
      'tls-required',
      unreachable(failedWith('tls-required', { port: 80 }), {
        facts: { address: at('http://door.acme.example:8443', '/sso') },
      }),
    );
    expect(finding.copy).toEqual([{ label: 'Address of Casdoor', text: 'https://door.acme.example:8443/sso' }]);
  });

  it.each(['The plain HTTP request was sent to HTTPS port', 'Client sent an HTTP request to an HTTPS server.'])(
    'reads the complaint of a web server: %s',
    (body) => {
      const answer = jsonAnswer('/.well-known/openid-configuration', undefined, { status: 400, body, isHtml: true });
      const evidence = withoutFrom('document', { facts: { address: http, answer, discovery: answered(answer) } });
      expect(failing(evidence)).toEqual(['tls-required']);
    },
  );

  it('passes where http is answered', () => {
    expect(outcomeOf('tls-required', evidenceOf({ facts: { address: http } }))).toBe('pass');
  });
});

describe('scheme-insecure', () => {
  const http = { facts: { address: at('http://door.acme.example:8000') } };
  const withPlugin = (plugin: Given['target']['plugin']): Partial<Given> => ({
    target: { plugin, product: 'jira', baseUrl: null, comparesIssuer: false },
  });

  it.each([
    ['miniorange', 'serious'],
    ['atlassian-dc', 'blocker'],
    ['other', 'serious'],
    ['miniorange-cloud', 'serious'],
  ] as const)('weighs for %s as %s', (plugin, severity) => {
    const finding = findingOf('scheme-insecure', evidenceOf({ ...http, given: withPlugin(plugin) }));
    expect(finding.outcome).toBe('fail');
    expect(finding.severity).toBe(severity);
  });

  it('is the one failure from the cloud, where http cannot be asked at all', () => {
    const plain = { facts: { address: at('http://door.acme.example') } };
    expect(failing(unreachable(failedWith('unknown'), { ...plain, given: cloud }))).toEqual(['scheme-insecure']);
    expect(findingOf('scheme-insecure', evidenceOf({ ...plain, given: cloud })).severity).toBe('blocker');
  });

  it('follows from a host that is dead', () => {
    expect(failing(unreachable(failedWith('connection-refused'), http))).toEqual(['connection-refused']);
  });

  it.each(['http://localhost:8000', 'http://127.0.0.1:8000', 'http://[::1]:8000'])('passes on %s', (origin) => {
    expect(outcomeOf('scheme-insecure', evidenceOf({ facts: { address: at(origin) } }))).toBe('pass');
  });

  it('offers the line for conf/app.conf', () => {
    expect(findingOf('scheme-insecure', evidenceOf(http)).copy).toEqual([
      { label: 'conf/app.conf', text: 'origin = https://door.acme.example' },
    ]);
  });
});

describe('answer-slow', () => {
  const slow = (milliseconds: number) => evidenceOf({ facts: { answer: { ...healthy('answer'), milliseconds } } });

  it('warns past two seconds, as advice', () => {
    const finding = findingOf('answer-slow', slow(2400));
    expect([finding.outcome, finding.severity]).toEqual(['warn', 'advice']);
    expect(finding.heading).toEqual(['The discovery document took 2.4 seconds']);
  });

  it('passes at two seconds', () => {
    expect(outcomeOf('answer-slow', slow(2000))).toBe('pass');
  });
});

describe('not-seen-from-target', () => {
  it('offers one line for the host of Jira', () => {
    const finding = findingOf('not-seen-from-target', evidenceOf());
    expect([finding.outcome, finding.severity]).toEqual(['warn', 'advice']);
    expect(finding.copy[0]?.text).toBe(
      'curl -sSv --max-time 10 https://door.acme.example/.well-known/openid-configuration',
    );
  });

  it('cannot be led to run anything by the address', () => {
    const answer = {
      ...healthy('answer'),
      url: "https://door.acme.example/a';reboot;'/.well-known/openid-configuration",
    };
    const finding = findingOf('not-seen-from-target', evidenceOf({ facts: { answer } }));
    expect(finding.copy[0]?.text).toBe(
      "curl -sSv --max-time 10 'https://door.acme.example/a'\\'';reboot;'\\''/.well-known/openid-configuration'",
    );
  });

  it('sends the Cloud app outside the network', () => {
    const target = { plugin: 'miniorange-cloud', product: 'jira', baseUrl: null, comparesIssuer: false } as const;
    expect(fixText(findingOf('not-seen-from-target', evidenceOf({ given: { target } })))).toContain(
      'outside your network',
    );
  });

  it('has nothing to say of this computer, nor of the cloud', () => {
    expect(outcomeOf('not-seen-from-target', evidenceOf({ facts: { address: at('http://127.0.0.1:8000') } }))).toBe(
      'not-applicable',
    );
    expect(outcomeOf('not-seen-from-target', evidenceOf({ given: cloud }))).toBe('not-applicable');
  });
});

describe('a healthy set-up', () => {
  it('has no failure, and one thing that cannot be seen from here', () => {
    expect(failing(evidenceOf())).toEqual([]);
    expect(warning(evidenceOf())).toEqual(['not-seen-from-target']);
  });
});
