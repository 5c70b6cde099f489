import { readApplyArguments } from '../../../local/apply/apply-arguments';

const needed = ['--issuer', 'door.acme.example', '--secret-env', 'SECRET'];
const site = ['--atlassian', 'https://jira.acme.example/', '--user', 'root', '--password-env', 'PASSWORD'];
const all = [...needed, ...site, '--mapping', 'mapping.json'];
const written = (...given: string[]) => {
  const asked = readApplyArguments(given);
  if (asked.kind !== 'write') throw new Error(asked.kind === 'refused' ? asked.problem : asked.kind);
  return asked.arguments;
};
const problemOf = (...given: string[]) => {
  const asked = readApplyArguments(given);
  return asked.kind === 'refused' ? asked.problem : `It was ${asked.kind}.`;
};

test('what is needed is enough, and the rest is as it usually is', () => {
  const root = {
    kind: 'password',
    url: new URL('https://jira.acme.example/'),
    user: 'root',
    passwordVariable: 'PASSWORD',
  };
  expect(written('--plan', ...all)).toEqual({
    mode: 'plan',
    issuer: 'door.acme.example',
    clientId: null,
    secret: { from: 'environment', name: 'SECRET' },
    scope: null,
    mappingFile: 'mapping.json',
    product: 'jira',
    caFile: null,
    insecureHttp: false,
    json: false,
    out: null,
    data: null,
    keyFile: null,
    target: {
      kind: 'miniorange',
      site: root,
      mappingFile: 'mapping.json',
      existing: root,
      administratorGroups: null,
      peopleFile: null,
      wayBack: null,
      oldSecretVariable: null,
    },
    isSecond: false,
    cameIn: null,
    overruled: [],
    typedName: '',
    waitSeconds: 600,
  });
});

test('a wait, guards and a file of accounts are read', () => {
  const given = written(
    '--yes',
    ...all,
    '--overrule',
    'sign-in-missing, client-not-ready',
    '--wait',
    '90',
    '--existing',
    'a.csv',
  );
  expect(given).toMatchObject({
    mode: 'yes',
    waitSeconds: 90,
    overruled: ['sign-in-missing', 'client-not-ready'],
    target: { existing: { kind: 'file', path: 'a.csv' }, site: { user: 'root' } },
  });
  expect(written('--yes', ...all, '--keep').waitSeconds).toBeNull();
});

test('Casdoor’s application is given the callback of miniOrange, or another one', () => {
  const casdoor = ['--yes', ...needed, '--target', 'casdoor'];
  expect(written(...casdoor, ...site).target).toEqual({
    kind: 'casdoor',
    redirectUri: 'https://jira.acme.example/plugins/servlet/oauth/callback',
  });
  const uri = 'https://wiki.acme.example/plugins/servlet/oidc/callback';
  expect(written(...casdoor, '--redirect-uri', uri).target).toEqual({ kind: 'casdoor', redirectUri: uri });
});

test('the second plan is given as the first, and says who came in', () => {
  expect(written('--yes', '--second', '--came-in', 'bob', ...all)).toMatchObject({ isSecond: true, cameIn: 'bob' });
});

test('a try from the node needs no account of the way back, and writes nothing that could be kept', () => {
  const given = readApplyArguments(['--try-from-node', ...all, '--target', 'atlassian-dc']);
  expect(given).toMatchObject({ kind: 'try', arguments: { mode: 'try-from-node', target: { kind: 'atlassian-dc' } } });
});

test('a restore needs nothing else, and can be told which apply', () => {
  const apply = '0f6a3a2e-95c5-4c4f-8b16-6a1d2f2b6a10';
  expect(readApplyArguments(['--restore'])).toMatchObject({ kind: 'restore', arguments: { apply: null, site: null } });
  expect(readApplyArguments(['--data', 'd', '--restore', apply, ...site])).toMatchObject({
    kind: 'restore',
    arguments: { apply, data: 'd', site: { user: 'root' } },
  });
});

test.each([
  [[...all], '--plan', '--restore'],
  [['--plan', '--yes', ...all], '--plan', '--yes'],
  [['--plan', '--password', 'hunter2'], '--password', 'never an argument'],
  [['--plan', '--way-back-password=hunter2'], '--way-back-password-env', 'never an argument'],
  [['--plan', '--secret', 'hunter2'], '--secret-env', 'never an argument'],
  [['--plan', ...site, '--mapping', 'm', '--secret-env', 'S'], '--issuer', 'missing'],
  [['--plan', ...site, '--mapping', 'm', '--issuer', 'a'], '--secret-env', 'missing'],
  [['--plan', ...needed, ...site], '--mapping', 'missing'],
  [['--plan', ...needed, '--mapping', 'm'], '--atlassian', 'missing'],
  [['--plan', ...all, '--target', 'other'], '--target', 'miniorange, atlassian-dc, casdoor'],
  [['--plan', ...all, '--target', 'casdoor'], '--mapping', 'has none'],
  [['--plan', ...needed, '--target', 'casdoor'], '--redirect-uri', 'missing'],
  [
    ['--plan', ...needed, '--target', 'casdoor', '--redirect-uri', 'https://*.acme.example/x'],
    '--redirect-uri',
    'pattern',
  ],
  [['--plan', ...all, '--redirect-uri', 'https://a.example/x'], '--redirect-uri', '--target casdoor'],
  [
    ['--plan', ...needed, '--mapping', 'm', '--atlassian', 'https://a.example', '--token-env', 'T'],
    '--token-env',
    'miniOrange',
  ],
  [['--plan', ...all, '--way-back-user', 'eve'], '--way-back-user', 'belong together'],
  [['--yes', ...all, '--keep', '--wait', '60'], '--keep', '--wait'],
  [['--yes', ...all, '--wait', '0'], '--wait', '1 to 3600'],
  [['--yes', ...all, '--wait', '3601'], '--wait', '1 to 3600'],
  [['--yes', ...all, '--admin-groups', ','], '--admin-groups', 'no group'],
  [['--yes', ...all, '--out', ''], '--out', 'empty'],
  [['--yes', ...all, '--nonsense'], '--nonsense', 'no option'],
  [['--restore', 'newest'], '--restore', 'UUID'],
  [['--restore', '--mapping', 'm'], '--mapping', 'what was there'],
  [['--restore', '--user', 'root'], '--user', '--atlassian'],
  [['--restore', '--way-back-user', 'eve'], '--way-back-user', 'belong together'],
  [['--yes', '--try-from-node', ...all], '--yes', '--try-from-node'],
  [['--try-from-node', ...all], '--try-from-node', '--target atlassian-dc'],
  [['--try-from-node', ...all, '--target', 'atlassian-dc', '--wait', '9'], '--wait', 'makes neither'],
  [['--plan', ...all, '--came-in', 'bob'], '--came-in', '--second'],
  [
    ['--plan', ...needed, '--target', 'casdoor', '--redirect-uri', 'https://a.example/x', '--second'],
    '--second',
    'has none',
  ],
  [
    ['--yes', ...needed, '--target', 'casdoor', '--redirect-uri', 'https://a.example/x', '--wait', '9'],
    '--wait',
    'kept',
  ],
  [['--plan', ...all, '--wait', '9'], '--wait', '--yes'],
  [['--plan', ...all, '--old-secret-env', 'OLD'], '--old-secret-env', '--target atlassian-dc'],
  [['--plan', ...all, '--way-back-user', 'e:e', '--way-back-password-env', 'P'], '--way-back-user', 'colon'],
  [['--plan', ...all, '--issuer', 'other.example'], '--issuer', 'more than once'],
  [['--plan', '--issuer', '--json'], '--issuer', 'needs a value'],
  [['--plan=yes', ...all], '--plan', 'no value'],
])('%j is refused by a sentence that names it', (given, ...words) => {
  for (const word of words) expect(problemOf(...given)).toContain(word);
  expect(problemOf(...given)).not.toContain('hunter2');
});
