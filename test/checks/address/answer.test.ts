import type { Answer } from '../../../src/checks/evidence';
import { answered, evidenceOf, healthy, htmlAnswer, jsonAnswer, withoutFrom } from '../healthy-evidence';
import { failing, findingOf, fixText, foundText, outcomeOf } from '../judged';

const path = '/.well-known/openid-configuration';
const text = (changes: Partial<Answer>) =>
  jsonAnswer(path, undefined, { contentType: 'text/plain', body: 'no', ...changes });
/** An answer that is not the document, and all that is missing because of it. */
const wrong = (answer: Answer, from: 'local' | 'cloud' = 'local') =>
  withoutFrom('document', { given: { from }, facts: { answer, discovery: answered(answer) } });

const cases: [string, string, Answer][] = [
  ['429', 'rate-limited', text({ status: 429, headers: { 'retry-after': '30' } })],
  ['401 of a proxy', 'access-blocked', text({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } })],
  ['403 and a page', 'access-blocked', htmlAnswer(path, { status: 403 })],
  ['407', 'access-blocked', text({ status: 407, headers: { 'proxy-authenticate': 'Negotiate' } })],
  [
    'a challenge with 503',
    'access-blocked',
    htmlAnswer(path, { status: 503, body: '<script src="/cdn-cgi/challenge-platform/x.js"></script>' }),
  ],
  ['a challenge with 200', 'access-blocked', htmlAnswer(path, { body: '<iframe src="/_Incapsula_Resource?x">' })],
  ['502 and a page', 'gateway-error', htmlAnswer(path, { status: 502, headers: { server: 'nginx' } })],
  ['503', 'gateway-error', text({ status: 503 })],
  ['504', 'gateway-error', text({ status: 504 })],
  ['522', 'gateway-error', text({ status: 522 })],
  ['500 without a body', 'server-error', text({ status: 500, body: '' })],
  ['500 and a page', 'server-error', htmlAnswer(path, { status: 500 })],
  ['302', 'redirected', text({ status: 302, headers: { location: 'https://sso.acme.example/' } })],
  ['a page', 'page-instead-of-document', htmlAnswer(path)],
  ['404 and a page', 'page-instead-of-document', htmlAnswer(path, { status: 404 })],
  ['404 and text', 'document-missing', text({ status: 404 })],
  ['404 and JSON', 'document-missing', jsonAnswer(path, { message: 'Not Found' }, { status: 404 })],
  ['an error of Casdoor', 'document-refused', jsonAnswer(path, { status: 'error', msg: 'Unauthorized operation' })],
  [
    'an error of Casdoor with 400',
    'document-refused',
    jsonAnswer(path, { status: 'error', msg: 'x' }, { status: 400 }),
  ],
  ['text', 'document-unreadable', text({})],
  ['nothing', 'document-unreadable', text({ body: '' })],
  ['a list', 'document-unreadable', jsonAnswer(path, [])],
  ['null', 'document-unreadable', jsonAnswer(path, null)],
];

describe.each(cases)('an answer that is %s', (_what, id, answer) => {
  it(`is ${id} and nothing else`, () => {
    expect(failing(wrong(answer))).toEqual([id]);
    expect(failing(wrong(answer, 'cloud'))).toEqual([id]);
  });

  it('shows what was answered and blocks what needs the document', () => {
    const evidence = wrong(answer);
    expect(findingOf(id, evidence).answered).toMatchObject({ status: answer.status });
    expect(findingOf('issuer-mismatch', evidence).blockedBy).toEqual({ check: id });
    expect(findingOf('keys-empty', evidence).blockedBy).toEqual({ check: id });
  });
});

describe('rate-limited', () => {
  const retry = (value?: string) =>
    fixText(
      findingOf(
        'rate-limited',
        wrong(text({ status: 429, headers: value === undefined ? {} : { 'retry-after': value } })),
      ),
    );

  it('says when to try again', () => {
    expect(retry('30')).toContain('in 30 seconds');
    expect(retry('600')).toContain('in 10 minutes');
    expect(retry('Tue, 24 Nov 2026 14:05:11 GMT')).toContain('in 3 minutes');
    expect(retry('soon')).toContain('in a few minutes');
    expect(retry()).toContain('in a few minutes');
  });

  it('is advice where the run alone met it, and nothing where nobody did', () => {
    const evidence = evidenceOf({ facts: { limited: { requests: 4, status: 503 } } });
    expect(findingOf('rate-limited', evidence)).toMatchObject({ outcome: 'warn', severity: 'advice' });
    expect(foundText(findingOf('rate-limited', evidence))).toContain('answered 4 requests with 503');
    expect(outcomeOf('rate-limited', evidenceOf())).toBe('pass');
  });

  it('is serious: it keeps people out in the morning, not always', () => {
    expect(findingOf('rate-limited', wrong(text({ status: 429 }))).severity).toBe('serious');
  });
});

describe('access-blocked', () => {
  it('names the kind of sign-in that is asked for', () => {
    const evidence = wrong(text({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }));
    expect(foundText(findingOf('access-blocked', evidence))).toContain('Basic');
  });

  it('passes for a healthy Casdoor', () => {
    expect(outcomeOf('access-blocked', evidenceOf())).toBe('pass');
  });
});

describe('gateway-error', () => {
  it('names the proxy where it says its name', () => {
    const evidence = wrong(htmlAnswer(path, { status: 502, headers: { server: 'nginx/1.25' } }));
    expect(foundText(findingOf('gateway-error', evidence))).toBe(
      'nginx/1.25 in front of door.acme.example answered 502.',
    );
  });
});

describe('server-error', () => {
  it('says to look into the log', () => {
    expect(fixText(findingOf('server-error', wrong(text({ status: 500 }))))).toContain('log of Casdoor');
  });
});

describe('redirected', () => {
  const to = (location: string, origin = 'https://door.acme.example') =>
    findingOf('redirected', wrong(text({ status: 301, url: origin + path, headers: { location } })));

  it('is serious where only the scheme changes, and names the address to use', () => {
    const finding = to(`https://door.acme.example${path}`, 'http://door.acme.example');
    expect(finding.severity).toBe('serious');
    expect(finding.copy).toEqual([{ label: 'Address of Casdoor', text: 'https://door.acme.example' }]);
  });

  it('is the one failure of an http address that leads to https', () => {
    const address = { ...healthy('address'), origin: 'http://door.acme.example', scheme: 'http' as const, port: 80 };
    const answer = text({
      status: 301,
      url: `http://door.acme.example${path}`,
      headers: { location: `https://door.acme.example${path}` },
    });
    const evidence = withoutFrom('document', { facts: { address, answer, discovery: answered(answer) } });
    expect(failing(evidence)).toEqual(['redirected']);
  });

  it('is serious where only a slash is added', () => {
    const finding = to(`${path}/`);
    expect(finding.severity).toBe('serious');
    // The address stays the same, so it is not the thing to change.
    expect(finding.copy).toEqual([]);
    expect(fixText(finding)).toContain('instead of redirecting it');
  });

  it('is a blocker where it leaves the host, and names the other address', () => {
    const finding = to(`https://login.acme.example/sso${path}`);
    expect(finding.severity).toBe('blocker');
    expect(finding.copy[0]?.text).toBe('https://login.acme.example/sso');
  });

  it('is a blocker where a sign-in stands in front, and names no address', () => {
    const finding = to('https://auth.acme.example/login?rd=https://door.acme.example');
    expect(finding.severity).toBe('blocker');
    expect(finding.copy).toEqual([]);
    expect(foundText(finding)).toContain('probably a sign-in in front of Casdoor');
  });

  it('does not send anybody from https to http', () => {
    const finding = to(`http://door.acme.example${path}`);
    expect(finding.copy).toEqual([]);
    expect(fixText(finding)).toContain('answer https itself');
  });

  it.each(['', path, 'http://['])('says so where the redirect leads nowhere: "%s"', (location) => {
    expect(to(location).outcome).toBe('fail');
  });
});

describe('page-instead-of-document', () => {
  it("tells Casdoor's front end from another page", () => {
    const own = wrong(htmlAnswer(path));
    const other = wrong(htmlAnswer(path, { body: '<html><title>Welcome to nginx</title></html>' }));
    expect(foundText(findingOf('page-instead-of-document', own))).toContain("Casdoor's front end answers");
    expect(foundText(findingOf('page-instead-of-document', other))).toContain('does not look like Casdoor');
  });

  it('names the path below which Casdoor does not work', () => {
    const answer = htmlAnswer(`/sso${path}`);
    const evidence = withoutFrom('document', {
      facts: { answer, discovery: answered(answer), address: { ...healthy('address'), prefix: '/sso' } },
    });
    expect(foundText(findingOf('page-instead-of-document', evidence))).toContain('Below the path /sso');
    expect(fixText(findingOf('page-instead-of-document', evidence))).toContain('https://door.acme.example');
  });
});

describe('document-missing', () => {
  it('names the address and the status', () => {
    const evidence = wrong(text({ status: 404 }));
    expect(foundText(findingOf('document-missing', evidence))).toBe(
      'https://door.acme.example/.well-known/openid-configuration answers 404.',
    );
  });
});

describe('document-refused', () => {
  it("shows Casdoor's own words, in whatever language they are", () => {
    const evidence = wrong(jsonAnswer(path, { status: 'error', msg: '未授权的操作' }));
    expect(foundText(findingOf('document-refused', evidence))).toContain('未授权的操作');
  });

  it('does without a message', () => {
    const evidence = wrong(jsonAnswer(path, { status: 'error' }));
    expect(findingOf('document-refused', evidence).outcome).toBe('fail');
  });
});

describe('document-unreadable', () => {
  it('tells nothing from text from a list', () => {
    const found = (answer: Answer) => foundText(findingOf('document-unreadable', wrong(answer)));
    expect(found(text({ body: '  ' }))).toContain('nothing at all');
    expect(found(text({ body: 'oops' }))).toContain('4 characters of text/plain');
    expect(found(jsonAnswer(path, []))).toContain('no object');
  });

  it('passes whatever the content type is, as long as it is JSON', () => {
    const answer = { ...healthy('answer'), contentType: 'text/plain' };
    expect(failing(evidenceOf({ facts: { answer, discovery: answered(answer) } }))).toEqual([]);
  });
});
