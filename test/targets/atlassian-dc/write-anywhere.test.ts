import fc from 'fast-check';
import {
  merged,
  type StoredIdp,
  type StoredSettings,
  shownIdp,
} from '../../../local/plugins/atlassian-dc/stored-settings';
import type { Attempted } from '../../../src/apply/apply-target';
import type { TargetFailure } from '../../../src/contract/apply';
import { Secret } from '../../../src/secrets/secret';
import type { AuthconfigApi } from '../../../src/targets/atlassian-dc/authconfig-api';
import { atlassianDcTarget } from '../../../src/targets/atlassian-dc/target';
import type { AtlassianDcSettings } from '../../../src/targets/atlassian-dc/wanted';
import { formAddressOf } from '../../../src/targets/atlassian-dc/way-back';
import type { Json } from '../../../src/targets/file-provider';
import { got, idpOf, otherIdp, wantedOf } from './given';

const signal = AbortSignal.timeout(55_000);
const gone: TargetFailure = { code: 'unreachable', message: 'It died.', remedy: 'Look.', isFinal: false };

type Death = { at: number; isKept: boolean };

/** The rules of the API without a server, so that thousands of states can be tried; dies at the nth change. */
const memoryApi = (
  settings: StoredSettings,
): { api: AuthconfigApi; stored: () => StoredSettings; dieAt: (death: Death | null) => void } => {
  let now = settings;
  let left: Death | null = null;
  let lastId = Math.max(0, ...settings.idps.map(({ id }) => id));
  const change = async <T>(make: () => T): Promise<Attempted<T>> => {
    if (left === null) return { ok: true, value: make() };
    left = { ...left, at: left.at - 1 };
    if (left.at > 0) return { ok: true, value: make() };
    if (left.at === 0 && left.isKept) make();
    return { ok: false, failure: gone };
  };
  const idpBy = (id: string) => now.idps.find((idp) => String(idp.id) === id);
  const api: AuthconfigApi = {
    product: 'jira',
    read: async () => ({ ok: true, value: { idps: now.idps.map(shownIdp), sso: now.sso, loginOptions: [] } }),
    readIdp: async (id) => {
      const found = idpBy(id);
      return found === undefined ? { ok: false, failure: gone } : { ok: true, value: shownIdp(found) };
    },
    createIdp: (idp) =>
      change(() => {
        lastId += 1;
        const made: StoredIdp = { ...merged(null, idp, 'buttonText'), id: lastId };
        now = { ...now, idps: [...now.idps, made] };
        return shownIdp(made);
      }),
    patchIdp: (id, patch) =>
      change(() => {
        const idps = now.idps.map((idp) =>
          String(idp.id) === id ? { ...merged(idp, patch, 'buttonText'), id: idp.id } : idp,
        );
        now = { ...now, idps };
      }),
    deleteIdp: (id) =>
      change(() => {
        now = { ...now, idps: now.idps.filter((idp) => String(idp.id) !== id) };
      }),
    patchSso: (patch) =>
      change(() => {
        now = { ...now, sso: { ...now.sso, ...patch } };
      }),
  };
  return {
    api,
    stored: () => now,
    dieAt: (death) => {
      left = death;
    },
  };
};

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const addresses = {
  'authorization-endpoint': 'https://was.example/a',
  'token-endpoint': 'https://was.example/t',
  'userinfo-endpoint': 'https://was.example/u',
};
const own: fc.Arbitrary<Json> = fc
  .record(
    {
      'client-id': word,
      'username-claim': fc.constantFrom('${sub}', 'literal', ''),
      'additional-scopes': fc.array(word, { maxLength: 3 }),
      enabled: fc.boolean(),
      'discovery-enabled': fc.boolean(),
      buttonText: fc.constantFrom('Sign in', ''),
      'a-later-key': fc.jsonValue({ maxDepth: 2 }),
      'jit-configuration': fc.record(
        { 'user-provisioning-enabled': fc.boolean(), 'mapping-groups': word, unknown: fc.jsonValue({ maxDepth: 1 }) },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: ['enabled', 'discovery-enabled'] },
  )
  .map((given) => ({ ...idpOf({ ...addresses, 'client-secret': 'the-old-secret' }), ...given }));
const states: fc.Arbitrary<StoredSettings> = fc
  .record({ own: fc.option(own), form: fc.boolean(), fallback: fc.boolean() })
  .map(({ own: given, form, fallback }) => ({
    idps: [{ ...otherIdp, id: 2 }, ...(given === null ? [] : [{ ...given, id: 1 }])],
    sso: { 'show-login-form': form, 'enable-authentication-fallback': fallback, later: [1] },
  }));
const wishes: fc.Arbitrary<AtlassianDcSettings> = fc.boolean().map((isByHand) =>
  wantedOf({
    endpoints: isByHand
      ? {
          authorizationEndpoint: 'https://d.example/a',
          tokenEndpoint: 'https://d.example/t',
          userinfoEndpoint: 'https://d.example/u',
        }
      : null,
  }),
);
const deaths = fc.option(fc.record({ at: fc.integer({ min: 1, max: 5 }), isKept: fc.boolean() }));

describe('From whatever state, and wherever it stops,', () => {
  const setUp = (settings: StoredSettings) => {
    const memory = memoryApi(settings);
    const target = atlassianDcTarget({ api: memory.api, idp: null, knownSecret: new Secret('the-old-secret') });
    return { ...memory, target };
  };

  it('a write makes what was planned, and is finished by writing again', async () => {
    await fc.assert(
      fc.asyncProperty(states, wishes, deaths, async (settings, wanted, death) => {
        const { target, dieAt, stored } = setUp(settings);
        const from = got(await target.read(signal));
        const { after } = target.plan(from.document, wanted);
        dieAt(death);
        await target.write(from, after, signal);
        dieAt(null);
        if (death !== null) {
          const { document } = got(await target.read(signal));
          const isOneOfTwo = target.isSame(document, from.document) || target.isSame(document, after);
          expect(isOneOfTwo || target.isHalfWay(document, from.document, after)).toBe(true);
          got(await target.write(from, after, signal));
        }
        const applied = got(await target.read(signal));
        expect(target.isSame(applied.document, after)).toBe(true);
        expect(target.plan(applied.document, { ...wanted, secret: null }).difference.changes).toEqual([]);
        expect(stored().idps.at(-1)?.['client-secret']).toBe('app-jira-client-secret');
        expect(stored().idps[0]).toEqual(settings.idps[0]);
      }),
    );
  });

  it('a restore puts back what was there, the secret and unknown keys too, and is finished by restoring again', async () => {
    await fc.assert(
      fc.asyncProperty(states, wishes, deaths, deaths, async (settings, wanted, first, second) => {
        const { target, dieAt, stored } = setUp(settings);
        const from = got(await target.read(signal));
        const { after } = target.plan(from.document, wanted);
        dieAt(first);
        await target.write(from, after, signal);
        for (const death of [second, null]) {
          dieAt(death);
          const found = got(await target.read(signal)).document;
          await target.restore({ backup: from.backup, found, applied: after }, signal);
        }
        const restored = got(await target.read(signal));
        expect(target.isSame(restored.document, from.document)).toBe(true);
        expect(restored.fingerprint).toBe(from.fingerprint);
        expect(stored().idps).toHaveLength(settings.idps.length);
        expect(stored().idps[1]?.['client-secret']).toBe(settings.idps[1]?.['client-secret']);
        expect(stored().idps[1]?.['a-later-key']).toEqual(settings.idps[1]?.['a-later-key']);
      }),
    );
  });

  it('what somebody else changed since then is left alone by a restore', async () => {
    const { target, stored, api } = setUp({
      idps: [
        { ...otherIdp, id: 2 },
        { ...idpOf({ 'client-secret': 'the-old-secret' }), id: 1 },
      ],
      sso: { 'show-login-form': true },
    });
    const from = got(await target.read(signal));
    const { after } = target.plan(from.document, wantedOf());
    got(await target.write(from, after, signal));
    got(await api.patchIdp('1', { 'enable-remember-me': true }, true, signal));
    const found = got(await target.read(signal)).document;
    got(await target.restore({ backup: from.backup, found, applied: after }, signal));
    expect(stored().idps[1]).toMatchObject({ 'enable-remember-me': true, 'client-id': 'an-older-id' });
  });
});

describe('The form that needs no Casdoor', () => {
  it.each([
    [
      { 'show-login-form': true, 'enable-authentication-fallback': false },
      { path: '/login.jsp', by: 'form' },
    ],
    [
      { 'show-login-form': false, 'enable-authentication-fallback': true },
      { path: '/login.jsp?auth_fallback', by: 'fallback' },
    ],
    [{ 'show-login-form': false, 'enable-authentication-fallback': false }, null],
  ])('for %j answers at %j', (sso, address) => {
    expect(formAddressOf({ sso }, 'jira')).toEqual(address);
  });

  it('has another page in Confluence', () => {
    expect(formAddressOf({ sso: { 'enable-authentication-fallback': true } }, 'confluence')?.path).toBe(
      '/login.action?auth_fallback',
    );
  });
});
