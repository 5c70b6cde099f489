import { Secret } from '../../src/secrets/secret';
import { compareAtlassianDc, compareMiniorange, miniorangeFile } from '../../src/targets/by-hand';
import { secretPlaceholder } from '../../src/targets/miniorange/import-file';
import type { WantedValues } from '../../src/targets/plugin-target';
import { idpOf, mapping as ofAtlassian, otherIdp } from './atlassian-dc/given';
import { application, flat, several } from './miniorange/documents';
import { endpointsBelow, wantedMapping } from './miniorange/wanted-settings';

const ours = { clientId: 'client-of-one', host: 'door.acme.example' };
const about = { ours, product: 'jira' } as const;
const wanted = (change: Partial<WantedValues> = {}): WantedValues => ({
  settings: { clientId: 'client-of-one', scopes: 'openid profile email', comparesIssuer: false },
  endpoints: endpointsBelow('https://door.acme.example'),
  mapping: wantedMapping,
  secret: new Secret('new-secret-of-jira'),
  ...change,
});

const made = <T>(attempted: { ok: true; value: T } | { ok: false; failure: { message: string } }): T => {
  if (!attempted.ok) throw new Error(attempted.failure.message);
  return attempted.value;
};
const typedIn = (text: string, secret = 'new-secret-of-jira') => text.replaceAll(secretPlaceholder, secret);

describe('By hand for miniOrange', () => {
  test('the file is made from what the plugin exports, so that other providers survive', () => {
    const { text, typeAfterwards } = made(miniorangeFile(JSON.stringify(several), wanted(), about));
    expect(text).toContain('client-of-two');
    expect(text).not.toContain('secret-of');
    expect(typeAfterwards).toContainEqual(['Identity Providers', '2', 'Application Configuration', 'CLIENT_SECRET']);
  });

  test('without an export it is a whole configuration, imported and exported again it is as planned', () => {
    const { text, typeAfterwards } = made(miniorangeFile(null, wanted(), about));
    expect(typeAfterwards).toEqual([['OAuth Configuration', 'CLIENT_SECRET']]);
    const { changes, matches, notes } = made(compareMiniorange(typedIn(text), wanted(), ours));
    expect({ changes, notes }).toEqual({ changes: [], notes: [] });
    expect(matches).toBeGreaterThan(25);
  });

  test('names the client secret to be typed even where none is saved here', () => {
    const { typeAfterwards } = made(miniorangeFile(null, wanted({ secret: null }), about));
    expect(typeAfterwards).toEqual([['OAuth Configuration', 'CLIENT_SECRET']]);
  });

  test('a file with a mark at its beginning is read', () => {
    expect(compareMiniorange(`\uFEFF${JSON.stringify(flat)}\n`, wanted(), ours).ok).toBe(true);
  });

  test('tells each field that differs, and of a secret only that it does', () => {
    const { text } = made(miniorangeFile(null, wanted(), about));
    const changed = typedIn(text, 'another-secret').replace('"displayName"', '"display_name"');
    const { changes } = made(compareMiniorange(changed, wanted(), ours));
    expect(changes).toMatchObject([
      { key: 'client-secret', before: null, after: null, isSecret: true },
      { key: 'full-name', before: 'display_name', after: 'displayName' },
    ]);
    expect(JSON.stringify(changes)).not.toContain('another-secret');
  });

  test('says that the placeholder was never replaced', () => {
    const { text } = made(miniorangeFile(null, wanted(), about));
    expect(made(compareMiniorange(text, wanted(), ours)).notes[0]).toContain(secretPlaceholder);
  });

  test('a secret that is not saved here is compared with nothing, and counted as nothing', () => {
    const text = JSON.stringify({ ...flat, 'OAuth Configuration': application('one') });
    const [known, unknown] = [wanted(), wanted({ secret: null })].map((values) =>
      made(compareMiniorange(text, values, ours)),
    );
    expect(unknown?.notes[0]).toContain('No client secret is saved here');
    expect(known?.matches).toBe(unknown?.matches);
    expect(known?.changes.length).toBe((unknown?.changes.length ?? 0) + 1);
  });

  test('what no export has is named', () => {
    const mapping = { ...wantedMapping, rules: { ...wantedMapping.rules, createUsers: false } };
    const { notes } = made(compareMiniorange(JSON.stringify(flat), wanted({ mapping }), ours));
    expect(notes).toEqual([expect.stringContaining('Create accounts at the first sign-in')]);
  });

  test.each([
    ['no JSON', 'OAuth Configuration'],
    ['another JSON', '{"a":1}'],
    ['several providers of which none is ours', JSON.stringify(several).replaceAll('client-of-', 'other-of-')],
  ])('refuses %s and quotes nothing of it', (_, text) => {
    for (const attempted of [
      miniorangeFile(text, wanted(), about),
      compareMiniorange(text, wanted(), { ...ours, host: 'elsewhere.example' }),
    ]) {
      expect(attempted.ok).toBe(false);
      expect(JSON.stringify(attempted)).not.toContain('secret-of');
    }
  });
});

describe('By hand for Atlassian’s own plugin', () => {
  const values = wanted({
    settings: { clientId: 'app-jira-client-id', scopes: 'openid profile', comparesIssuer: true },
    mapping: ofAtlassian,
  });
  const asPlanned = idpOf({
    'client-id': 'app-jira-client-id',
    'username-claim': '${name}',
    'jit-configuration': {
      'user-provisioning-enabled': true,
      'mapping-display-name': '${displayName}',
      'mapping-email': '${email}',
      'mapping-groups': '',
      'additional-openid-scopes': ['phone'],
    },
  });

  test.each([
    ['one', asPlanned],
    ['a list', [otherIdp, asPlanned]],
    ['a page', { results: [asPlanned, otherIdp], size: 2 }],
  ])('an answer with %s is held against the plan', (_, answer) => {
    const { changes, matches, notes } = made(compareAtlassianDc(JSON.stringify(answer), values));
    expect(changes).toEqual([]);
    expect(matches).toBeGreaterThan(10);
    expect(notes.join(' ')).toContain('client secret is in no answer');
  });

  test('tells each field that differs', () => {
    const { changes } = made(compareAtlassianDc(JSON.stringify(idpOf()), values));
    expect(changes.map(({ label, before, after }) => [label, before, after])).toEqual([
      ['Client ID', 'an-older-id', 'app-jira-client-id'],
      ['Username mapping', 'preferred_username', '${name}'],
      ['Display name', '${name}', '${displayName}'],
      ['Groups', 'groups', null],
    ]);
  });

  test('a configuration that is not there differs in all that it would have', () => {
    const { changes } = made(compareAtlassianDc(JSON.stringify([otherIdp]), values));
    expect(changes.find(({ label }) => label === 'Issuer URL')).toMatchObject({
      before: null,
      after: 'https://door.acme.example',
    });
  });

  test.each(['', '[]', '<html>', '{"a":1}'])('refuses %p', (text) => {
    expect(compareAtlassianDc(text, values)).toMatchObject({ ok: false, failure: { code: 'document-unknown' } });
  });
});
