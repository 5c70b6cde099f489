import { execFileSync } from 'node:child_process';
import { restoreCommand } from '../../../local/apply/restore-command';

test('without folders of its own it is short', () => {
  expect(restoreCommand({ data: null, keyFile: null })).toBe('npm run --silent apply -- --restore');
});

test('an apply and the folders are named', () => {
  const apply = '0f6a3a2e-95c5-4c4f-8b16-6a1d2f2b6a10';
  expect(restoreCommand({ data: '/srv/sso', keyFile: '/etc/sso/keys.json' }, apply, 'linux')).toBe(
    `npm run --silent apply -- --restore ${apply} --data /srv/sso --key-file /etc/sso/keys.json`,
  );
});

test.each(["/srv/it's here/$HOME", '/srv/a "b" `c`', '/srv/ünï'])('a shell reads %s back as it is', (data) => {
  const line = restoreCommand({ data, keyFile: null }, null, 'linux').replace(/^.*--restore /, 'printf "%s\\n" ');
  expect(execFileSync('sh', ['-c', line], { encoding: 'utf8' })).toBe(`--data\n${data}\n`);
});

test('Windows has other quotation marks', () => {
  expect(restoreCommand({ data: 'C:\\My Data', keyFile: 'D:\\keys.json' }, null, 'win32')).toBe(
    'npm run --silent apply -- --restore --data "C:\\My Data" --key-file D:\\keys.json',
  );
});
