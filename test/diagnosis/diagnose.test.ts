import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { plain, type Report } from '../../src/contract/report';
import { diagnose } from '../../src/diagnosis/diagnose';
import { askedAreas, givenFrom, type Settings } from '../../src/diagnosis/given';
import { Secret } from '../../src/secrets/secret';
import {
  type Faults,
  type RecordedCasdoor,
  recordedRedirectUri,
  startRecordedCasdoor,
} from '../casdoor/recorded-casdoor';

const servers: RecordedCasdoor[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
const start = async (faults: Faults = {}) => {
  const server = await startRecordedCasdoor(faults);
  servers.push(server);
  return server;
};

/** A healthy set-up, changed by what a test is about. */
const check = async (
  address: string,
  { secret = 'app-jira-client-secret', ...changes }: Partial<Settings> & { secret?: string | null } = {},
): Promise<Report> => {
  const vantage = makeLocalVantage({ environment: {} });
  const given = givenFrom({
    from: 'local',
    address,
    target: { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false },
    clientId: 'app-jira-client-id',
    redirectUri: recordedRedirectUri,
    scopes: null,
    mapping: null,
    plugin: null,
    now: new Date('2026-11-24T17:00:00Z'),
    ...changes,
    hasSecret: secret !== null,
  });
  try {
    return await diagnose({
      given,
      secret: secret === null ? null : new Secret(secret),
      allowsHttp: false,
      vantage,
      signal: new AbortController().signal,
      onProgress: () => {},
      asked: askedAreas(given),
    });
  } finally {
    await vantage.close();
  }
};
const redLines = ({ findings }: Report) =>
  findings.filter(({ outcome, severity }) => outcome === 'fail' && severity !== 'advice').map(({ id }) => id);

test('a healthy set-up is ready', async () => {
  const { origin } = await start();
  const report = await check(origin);
  expect(redLines(report)).toEqual([]);
  expect(report).toMatchObject({ verdict: 'ready', rootCause: null, address: origin, from: 'local' });
  expect(report.used.map(plain).join()).toContain('address phone openid profile offline_access email');
  expect(report.findings.filter(({ outcome }) => outcome === 'crashed')).toEqual([]);
});

test('an address alone is incomplete, and says what it waits for', async () => {
  const { origin } = await start();
  const report = await check(origin, { clientId: null, secret: null, redirectUri: null });
  expect(report.verdict).toBe('incomplete');
  expect(redLines(report)).toEqual([]);
  const waiting = report.findings.find(({ id }) => id === 'client-secret-wrong');
  expect(waiting).toMatchObject({ outcome: 'blocked', blockedBy: { missing: 'client-id' } });
});

test.each([
  ['a wrong secret', { secret: 'not-the-secret' }, 'client-secret-wrong'],
  ['a padded secret', { secret: 'app-jira-client-secret\n' }, 'client-secret-padded'],
  ['id and secret exchanged', { clientId: 'app-jira-client-secret', secret: 'app-jira-client-id' }, 'client-swapped'],
  ['an unknown client id', { clientId: 'app-nope-client-id' }, 'client-unknown'],
  ['a slash too many', { redirectUri: `${recordedRedirectUri}/` }, 'redirect-uri-unregistered'],
  [
    'a refused scope',
    { clientId: 'app-scoped-client-id', secret: 'app-scoped-client-secret', scopes: 'openid profile email groups' },
    'scope-refused',
  ],
  [
    'sign-in disabled',
    { clientId: 'app-disabled-client-id', secret: 'app-disabled-client-secret' },
    'sign-in-disabled',
  ],
] as const)('%s is the one red line', async (_name, changes, id) => {
  const { origin } = await start();
  const report = await check(origin, changes);
  expect(report).toMatchObject({ verdict: 'broken', rootCause: id });
  expect(redLines(report)).toEqual([id]);
});

test.each([
  ['a gateway without Casdoor behind it', 502, 'gateway-error'],
  ['a proxy that wants a password', 401, 'access-blocked'],
])('%s is the one red line', async (_name, status, id) => {
  const { origin } = await start({
    instead: (_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<html><title>no</title></html>');
      return true;
    },
  });
  const report = await check(origin);
  expect(report).toMatchObject({ verdict: 'broken', rootCause: id });
  expect(redLines(report)).toEqual([id]);
});

test('nobody listening is the one red line', async () => {
  const { origin, close } = await start();
  servers.pop();
  await close();
  const report = await check(origin);
  expect(report).toMatchObject({ verdict: 'broken', rootCause: 'connection-refused' });
  expect(redLines(report)).toEqual(['connection-refused']);
});

test('text that is no address is the one red line', async () => {
  const report = await check('ftp://door.acme.example');
  expect(report).toMatchObject({ verdict: 'broken', rootCause: 'address-unreadable', address: null });
  expect(redLines(report)).toEqual(['address-unreadable']);
});

test('no report holds the secret, right or wrong', async () => {
  const { origin } = await start();
  for (const secret of ['app-jira-client-secret', 'wrong-but-still-a-secret']) {
    const text = JSON.stringify(await check(origin, { secret }));
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(`app-jira-client-id:${secret}`).toString('base64'));
  }
});
