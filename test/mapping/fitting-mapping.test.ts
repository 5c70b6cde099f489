import type { Mapping } from '../../src/contract/mapping';
import { plugins } from '../../src/contract/target';
import { fittingMapping } from '../../src/mapping/fitting-mapping';
import { mappingFileOf, parseMapping } from '../../src/mapping/mapping-file';

const ofMiniorange: Mapping = {
  schema: 1,
  source: 'userinfo',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: 'groups',
  rules: { createUsers: false, updateUsers: false, allowedDomains: ['acme.example'], loginBy: 'email' },
};

describe('A mapping of miniOrange', () => {
  it.each(plugins)('fits into %s once what that has no field for is left out', (plugin) => {
    const fitting = fittingMapping(ofMiniorange, plugin);
    expect(parseMapping(mappingFileOf(fitting), plugin)).toEqual({ ok: true, mapping: fitting });
    expect(fitting).toMatchObject({ username: 'name', email: 'email', groups: 'groups' });
  });

  it('stays as it is for miniOrange', () => {
    expect(fittingMapping(ofMiniorange, 'miniorange')).toEqual(ofMiniorange);
  });

  it('keeps the one setting that Atlassian’s own plugin has too', () => {
    expect(fittingMapping(ofMiniorange, 'atlassian-dc')).toMatchObject({
      source: null,
      rules: { createUsers: false },
    });
  });
});
