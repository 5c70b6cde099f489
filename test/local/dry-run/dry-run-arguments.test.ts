import { readDryRunArguments } from '../../../local/dry-run/dry-run-arguments';

const needed = ['--issuer', 'door.acme.example', '--secret-env', 'SECRET', '--mapping', 'mapping.json'];
const read = (...given: string[]) => {
  const asked = readDryRunArguments([...needed, ...given]);
  if (asked.kind !== 'run') throw new Error(asked.kind === 'refused' ? asked.problem : asked.kind);
  return asked.arguments;
};
const problemOf = (...given: string[]) => {
  const asked = readDryRunArguments(given);
  return asked.kind === 'refused' ? asked.problem : `It was ${asked.kind}.`;
};

test('what is needed is enough, and the rest is as it usually is', () => {
  expect(read()).toEqual({
    issuer: 'door.acme.example',
    clientId: null,
    secret: { from: 'environment', name: 'SECRET' },
    scope: null,
    mappingFile: 'mapping.json',
    plugin: null,
    product: 'jira',
    caFile: null,
    insecureHttp: false,
    json: false,
    existing: { kind: 'none' },
    administratorGroups: null,
    peopleFile: null,
    data: null,
  });
});

test('whoever is there comes out of a file, or is told to somebody with a password or a token', () => {
  expect(read('--existing', 'accounts.csv').existing).toEqual({ kind: 'file', path: 'accounts.csv' });
  const site = ['--atlassian', 'https://jira.acme.example/jira/'];
  const url = new URL('https://jira.acme.example/jira/');
  expect(read(...site, '--user', 'ada', '--password-env', 'P').existing).toEqual({
    kind: 'password',
    url,
    user: 'ada',
    passwordVariable: 'P',
  });
  expect(read(...site, '--token-env', 'T').existing).toEqual({ kind: 'token', url, tokenVariable: 'T' });
});

test('groups that administer are named with commas', () => {
  expect(read('--admin-groups', 'it, jira-administrators ,').administratorGroups).toEqual([
    'it',
    'jira-administrators',
  ]);
});

test.each([
  [['--password', 'hunter2'], '--password', 'never an argument'],
  [['--token=hunter2'], '--token', 'never an argument'],
  [['--secret=hunter2'], '--secret-env', 'never an argument'],
  [['--existing', 'a.csv', '--atlassian', 'https://a.example'], '--existing', 'both given'],
  [['--user', 'ada'], '--user', 'belongs to --atlassian'],
  [['--token-env', 'T'], '--token-env', 'belongs to --atlassian'],
  [['--atlassian', 'https://a.example'], '--atlassian', '--token-env NAME'],
  [['--atlassian', 'https://a.example', '--user', 'ada'], '--user', '--password-env NAME'],
  [['--atlassian', 'https://a.example', '--user', 'a:da', '--password-env', 'P'], '--user', 'colon'],
  [['--atlassian', 'https://a.example', '--user', 'ada', '--token-env', 'T'], '--token-env', 'one way to sign in'],
  [['--atlassian', 'jira.acme.example', '--token-env', 'T'], '--atlassian', 'no base URL'],
  [['--atlassian', 'https://ada:hunter2@a.example', '--token-env', 'T'], '--atlassian', 'no base URL'],
  [['--atlassian', 'http://jira.acme.example', '--token-env', 'T'], '--atlassian', '--insecure-http'],
  [['--admin-groups', ' , '], '--admin-groups', 'names no group'],
  [['--people', ''], '--people', 'is empty'],
  [['--product', 'bamboo'], '--product', 'jira, confluence'],
  [['--redirect-uri', 'x'], '--redirect-uri', 'There is no option'],
])('%j cannot be used, and a sentence says which and why', (given, named, why) => {
  const problem = problemOf(...needed, ...given);
  expect(problem).toContain(named);
  expect(problem).toContain(why);
  expect(problem).not.toContain('hunter2');
});

test.each(['--issuer', '--secret-env', '--mapping'])('without %s there is nothing to be told', (name) => {
  const at = needed.indexOf(name);
  expect(problemOf(...needed.slice(0, at), ...needed.slice(at + 2))).toContain(name);
});

test('credentials stay on this computer over http', () => {
  expect(read('--atlassian', 'http://127.0.0.1:2990/jira', '--token-env', 'T').existing.kind).toBe('token');
  expect(read('--atlassian', 'http://jira.acme.example', '--token-env', 'T', '--insecure-http').existing.kind).toBe(
    'token',
  );
});
