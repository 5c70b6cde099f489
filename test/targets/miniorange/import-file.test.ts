import { fileToImport, secretPlaceholder } from '../../../src/targets/miniorange/import-file';
import { openDocument } from '../../../src/targets/miniorange/open-document';
import { planDocument } from '../../../src/targets/miniorange/plan';
import { application, flat, provider, several } from './documents';
import { wantedSettings } from './wanted-settings';

const open = (root: unknown) => {
  const opened = openDocument(JSON.stringify(root), 'id:one');
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.value;
};

describe('A file for somebody who imports it by hand', () => {
  test('holds what was planned and no secret of any provider', () => {
    const { after } = planDocument(open(several), wantedSettings());
    const { text, typeAfterwards } = fileToImport(after);
    for (const secret of ['new-secret-of-jira', 'secret-of-one', 'secret-of-two']) expect(text).not.toContain(secret);
    expect(typeAfterwards).toEqual([
      ['Identity Providers', '1', 'Application Configuration', 'CLIENT_SECRET'],
      ['Identity Providers', '2', 'Application Configuration', 'CLIENT_SECRET'],
    ]);
    // All else is as wanted: the export that is dropped in afterwards, secrets typed, differs in nothing.
    const typed = open(JSON.parse(text.replaceAll(secretPlaceholder, 'typed')));
    expect(planDocument(typed, wantedSettings({ secret: null })).difference.changes).toEqual([]);
  });

  test('names secrets that a build keeps elsewhere, and nothing that is none', () => {
    const odd = application('one', {
      GOOGLE_REFRESH_TOKEN: 'abc',
      PROXY_PASSWORD: 'def',
      STATE_SIGNING_KEY: 'ghi',
      CLIENT_SECRET: '',
      ACCESSTOKEN_END_POINT: 'https://x',
    });
    const { text, typeAfterwards } = fileToImport(open({ ...flat, 'OAuth Configuration': odd }));
    expect(typeAfterwards.map((path) => path.at(-1))).toEqual([
      'GOOGLE_REFRESH_TOKEN',
      'PROXY_PASSWORD',
      'STATE_SIGNING_KEY',
    ]);
    expect(text).toContain('https://x');
    expect(text).toContain('HttpHeader');
  });

  test('whose placeholders nobody has replaced is seen when it is dropped in again', () => {
    const { text } = fileToImport(
      planDocument(open({ ...several, 'Identity Providers': [provider('one')] }), wantedSettings()).after,
    );
    expect(planDocument(open(JSON.parse(text)), wantedSettings()).difference.changes).toMatchObject([
      { key: 'client-secret' },
    ]);
  });
});
