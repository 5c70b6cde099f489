import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import type { Certificate } from '../../../local/casdoor/certificates';
import { makeCertificates } from '../../../local/casdoor/certificates';
import { type ApplicationDocument, acme } from '../../../local/casdoor/documents';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../../local/casdoor/start';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { Attempted, Reading } from '../../../src/apply/apply-target';
import { readAddress } from '../../../src/casdoor/address';
import type { ProbeRequest, Vantage } from '../../../src/casdoor/vantage';
import { Secret } from '../../../src/secrets/secret';
import { type PlacedRedirectList, redirectListApi } from '../../../src/targets/casdoor/redirect-list-api';
import { redirectUriPress, redirectUriTarget } from '../../../src/targets/casdoor/redirect-uri-target';
import { recordedExchanges } from '../../local/casdoor/recordings';

const ours = 'https://jira.acme.example/plugins/servlet/oauth/callback';
const signal = AbortSignal.timeout(50_000);

/** Everything that was sent, and what a test does just before a request goes out. */
const watched = (vantage: Vantage) => {
  const sent: ProbeRequest[] = [];
  const before: ((request: ProbeRequest) => void)[] = [];
  const watch = (request: ProbeRequest) => {
    for (const act of before) act(request);
    sent.push(request);
  };
  const whole: Vantage = {
    from: 'local',
    lookup: (host, until) => vantage.lookup(host, until),
    tls: (origin, until) => vantage.tls(origin, until),
    used: () => vantage.used(),
    close: () => vantage.close(),
    request: (request, until) => {
      watch(request);
      return vantage.request(request, until);
    },
    bytes: (request, until) => {
      watch(request);
      return vantage.bytes(request, until);
    },
  };
  return { vantage: whole, sent, before };
};

const got = <T>(attempted: Attempted<T>): T => {
  if (!attempted.ok) throw new Error(`${attempted.failure.code}: ${attempted.failure.message}`);
  return attempted.value;
};

describe('Our redirect URI in the list of an application of Casdoor', () => {
  let certificates: Certificate[];
  let casdoor: EmbeddedCasdoor;
  let seen: ReturnType<typeof watched>;
  beforeAll(async () => {
    certificates = await makeCertificates(acme().certificates);
  });
  beforeEach(async () => {
    casdoor = await startEmbeddedCasdoor({ certificates, origin: (port) => `http://127.0.0.1:${port}` });
    seen = watched(makeLocalVantage({ environment: {} }));
  });
  afterEach(async () => {
    await seen.vantage.close();
    await casdoor.close();
  });

  const application = (name: string): ApplicationDocument => {
    const found = casdoor.world.applications.find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no application ${name}.`);
    return found;
  };
  const targetOf = (
    name: string,
    given: { clientId?: string; secret?: string; uri?: string; address?: string } = {},
  ) => {
    const address = readAddress(given.address ?? casdoor.address);
    if (!address.ok) throw new Error(address.sentence.text);
    const api = redirectListApi({
      address: address.value,
      clientId: given.clientId ?? `${name}-client-id`,
      secret: new Secret(given.secret ?? `${name}-client-secret`),
      allowsHttp: false,
      vantage: seen.vantage,
    });
    return redirectUriTarget(api, given.uri ?? ours);
  };
  const posts = () => seen.sent.filter(({ method }) => method === 'POST');

  it('is added by the very request that Casdoor v3.158.0 was recorded to take, and taken out by undo', async () => {
    const target = targetOf('app-noredirect');
    const from = got(await target.read(signal));
    const { after, difference } = target.plan(from.document, { isRegistered: true });
    expect(difference.changes).toEqual([
      expect.objectContaining({ label: 'Redirect URLs', before: null, after: ours, isSecret: false }),
    ]);
    got(await target.write(from, after, signal));
    const applied = got(await target.read(signal));
    expect(target.isSame(applied.document, after)).toBe(true);
    expect(target.isSame(applied.document, from.document)).toBe(false);
    expect(target.plan(applied.document, { isRegistered: true }).difference.changes).toEqual([]);
    got(await target.restore({ backup: from.backup, found: applied.document, applied: after }, signal));
    const restored = got(await target.read(signal));
    expect(restored.document).toEqual(from.document);
    expect(restored.fingerprint).toBe(from.fingerprint);

    const recorded = recordedExchanges('mend').filter(({ name }) =>
      ['add a redirect URI, columns', 'empty the list, columns'].includes(name),
    );
    expect(recorded).toHaveLength(2);
    expect(
      posts().map(({ url, body }) => ({ path: decodeURIComponent(url.slice(casdoor.address.length)), body })),
    ).toEqual(recorded.map(({ request }) => ({ path: request.path, body: request.body })));
  });

  it('leaves everything else of the application as it is', async () => {
    const before = structuredClone(application('app-jira'));
    const target = targetOf('app-jira', { uri: 'https://new.acme.example/plugins/servlet/oauth/callback' });
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, { isRegistered: true });
    got(await target.write(from, after, signal));
    expect(application('app-jira')).toEqual({ ...before, redirectUris: after.redirectUris });
    got(await target.restore({ backup: from.backup, found: after, applied: after }, signal));
    expect(application('app-jira')).toEqual(before);
  });

  it('keeps the entry that somebody else adds before the write, and the one between write and undo', async () => {
    const target = targetOf('app-noredirect');
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, { isRegistered: true });
    application('app-noredirect').redirectUris = ['https://before.acme.example/cb'];
    got(await target.write(from, after, signal));
    expect(application('app-noredirect').redirectUris).toEqual(['https://before.acme.example/cb', ours]);
    application('app-noredirect').redirectUris?.push('https://between.acme.example/cb');
    const found = got(await target.read(signal));
    // Other people's entries are neither drift nor a reason to ask.
    expect(target.isSame(found.document, after)).toBe(true);
    got(await target.restore({ backup: from.backup, found: found.document, applied: after }, signal));
    expect(application('app-noredirect').redirectUris).toEqual([
      'https://before.acme.example/cb',
      'https://between.acme.example/cb',
    ]);
  });

  it('is written once, however often it is written', async () => {
    const target = targetOf('app-noredirect');
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, { isRegistered: true });
    for (let time = 0; time < 3; time += 1) got(await target.write(from, after, signal));
    expect(application('app-noredirect').redirectUris).toEqual([ours]);
    expect(posts()).toHaveLength(1);
  });

  it('comes back to its place when taking it out is undone', async () => {
    const target = targetOf('app-jira');
    const from = got(await target.read(signal));
    expect(from.document.redirectUris.indexOf(ours)).toBe(0);
    const { after, difference } = target.plan(from.document, { isRegistered: false });
    expect(difference.changes).toEqual([expect.objectContaining({ before: ours, after: null })]);
    got(await target.write(from, after, signal));
    got(await target.restore({ backup: from.backup, found: after, applied: after }, signal));
    expect(application('app-jira').redirectUris).toEqual(from.document.redirectUris);
  });

  it('is not believed to be there because Casdoor says so', async () => {
    const target = targetOf('app-noredirect');
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, { isRegistered: true });
    // The list is read a last time only after the answer to the write: somebody has taken it out by then.
    seen.before.push(({ url }) => {
      if (posts().length === 1 && url.includes('get-application')) application('app-noredirect').redirectUris = null;
    });
    const written = await target.write(from, after, signal);
    expect(written.ok ? null : written.failure.message).toBe(
      `Casdoor said that it wrote the list, and ${ours} is not among the Redirect URLs of app-noredirect.`,
    );
  });

  it('finds the application of a client ID with an organization in it', async () => {
    const target = targetOf('app-shared', { clientId: 'app-shared-client-id-org-acme' });
    const from = got(await target.read(signal));
    expect(from.document).toMatchObject({ clientId: 'app-shared-client-id', organization: 'built-in' });
    const { after } = target.plan(from.document, { isRegistered: false });
    got(await target.write(from, after, signal));
    expect(application('app-shared').organization).toBe('built-in');
    expect(application('app-shared').redirectUris).not.toContain(ours);
  });

  it.each([
    ['a wrong secret', { secret: 'wrong' }, 'credentials-wrong', true],
    ['an unknown client ID', { clientId: 'nobodys' }, 'missing', false],
  ] as const)('is neither read nor written with %s', async (_case, given, code, isFinal) => {
    const target = targetOf('app-jira', given);
    const list = structuredClone(application('app-jira').redirectUris);
    const read = await target.read(signal);
    expect(read).toMatchObject({ ok: false, failure: { code, isFinal } });
    // Masked, the list looks empty: writing ours into it would wipe all others.
    const healthy = got(await targetOf('app-jira').read(signal));
    const plan = targetOf('app-jira').plan(healthy.document, { isRegistered: false });
    expect(await target.write(healthy, plan.after, signal)).toMatchObject({ ok: false, failure: { code } });
    expect(posts()).toEqual([]);
    expect(application('app-jira').redirectUris).toEqual(list);
  });

  it('is not written where the client ID went to another application in between', async () => {
    const target = targetOf('app-jira');
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, { isRegistered: false });
    application('app-jira').name = 'app-renamed';
    expect(await target.write(from, after, signal)).toMatchObject({ ok: false, failure: { code: 'missing' } });
    expect(posts()).toEqual([]);
  });

  it('sends the secret to nobody who has not proved to be Casdoor', async () => {
    const { createServer } = await import('node:http');
    const { listenOnLoopback } = await import('../../../local/casdoor/loopback');
    const authorizations: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      authorizations.push(request.headers.authorization);
      response
        .setHeader('content-type', 'application/json')
        .end('{"status":"ok","data":{"name":"a","organization":"b"}}');
    });
    const listener = await listenOnLoopback(server);
    try {
      const target = targetOf('app-jira', { address: listener.address });
      expect(await target.read(signal)).toMatchObject({ ok: false, failure: { code: 'answer-unreadable' } });
      const from: Reading<PlacedRedirectList> = got(await targetOf('app-jira').read(signal));
      expect((await target.write(from, { ...from.document, redirectUris: [] }, signal)).ok).toBe(false);
      expect(authorizations.length).toBeGreaterThan(1);
      expect(authorizations.every((one) => one === undefined)).toBe(true);
    } finally {
      await listener.close();
    }
  });

  it('keeps no secret of the application, and corrupts no entry that spells one', async () => {
    application('app-jira').redirectUris = ['https://acme.example/app-jira-client-secret/cb'];
    const target = targetOf('app-jira');
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, { isRegistered: true });
    got(await target.write(from, after, signal));
    expect(application('app-jira').redirectUris).toEqual(['https://acme.example/app-jira-client-secret/cb', ours]);
    application('app-jira').redirectUris = [];
    const plain = got(await target.read(signal));
    expect(Object.keys(plain.document).sort()).toEqual([
      ...['casdoor', 'clientId', 'name', 'organization', 'owner', 'redirectUris'],
    ]);
    expect(plain.backup.expose()).not.toContain('app-jira-client-secret');
    expect(inspect(plain, { depth: 9 })).not.toContain('app-jira-client-secret');
  });

  it('says in the second press what it does', () => {
    expect(redirectUriPress({ name: 'app-jira' }, 'door.acme.example', { isRegistered: true })).toBe(
      'Add this redirect URI to app-jira on door.acme.example',
    );
  });

  it.each(['/callback', 'javascript:alert(1)', 'https://.*', 'https://a.example/#x', '^https://a$', ''])(
    'is no %j, which Casdoor would take for a pattern or nothing',
    (uri) => {
      expect(() => targetOf('app-jira', { uri })).toThrow(TypeError);
    },
  );

  it('in every list: what is applied is what was wanted, once, and undo takes ours alone', () => {
    const target = targetOf('app-jira');
    const lists = fc.array(fc.oneof(fc.constant(ours), fc.webUrl(), fc.string()), { maxLength: 6 });
    fc.assert(
      fc.property(lists, fc.boolean(), (redirectUris, isRegistered) => {
        const document = {
          ...{ casdoor: casdoor.address, owner: 'admin', name: 'app-jira', organization: 'acme', clientId: 'x' },
          redirectUris,
        };
        const { after, difference } = target.plan(document, { isRegistered });
        expect(after.redirectUris.includes(ours)).toBe(isRegistered);
        expect(target.plan(after, { isRegistered }).difference.changes).toEqual([]);
        expect(difference.changes).toHaveLength(redirectUris.includes(ours) === isRegistered ? 0 : 1);
        const others = (list: string[]) => list.filter((uri) => uri !== ours);
        expect(others(after.redirectUris)).toEqual(others(redirectUris));
        expect(got(target.documentOf(target.textOf(document)))).toEqual(document);
      }),
    );
  });

  it('is written by the one address that names its column', () => {
    const source = (folder: string): string[] =>
      readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return entry.name === '.tsbuild' ? [] : source(path);
        return entry.name.endsWith('.ts') ? [readFileSync(path, 'utf8')] : [];
      });
    const lines = source(join(__dirname, '../../../src')).flatMap((text) => text.split('\n'));
    const naming = lines.filter((line) => line.includes('/api/update-'));
    expect(naming).toHaveLength(1);
    expect(naming[0]).toContain("columns: 'redirectUris'");
  });
});
