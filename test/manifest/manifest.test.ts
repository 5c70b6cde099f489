import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as app from '../../src/index';

type Manifest = {
  app: { id: string; runtime: { name: string } };
  modules: {
    function: { key: string; handler: string; timeoutSeconds?: number }[];
    'jira:adminPage': Module[];
    'confluence:globalSettings': Module[];
    webtrigger: { key: string; function: string; response: { type: string } }[];
    scheduledTrigger: { key: string; function: string; interval: string }[];
  };
  resources: { key: string; path: string }[];
  permissions: { scopes: string[]; external: object; content?: object };
};
type Module = { key: string; resource: string; resolver: { function: string } };

const root = join(__dirname, '..', '..');
const read = (name: string) => parse(readFileSync(join(root, name), 'utf8')) as Manifest;
const managed = read('manifest.yml');
const fixed = read('manifest.fixed-host.yml');

test('the functions that the manifest names are those that the app exports', () => {
  const handlers = managed.modules.function.map(({ handler }) => handler);
  expect([...handlers].sort()).toEqual(
    Object.keys(app)
      .map((name) => `index.${name}`)
      .sort(),
  );
});

test('both products show the same panel and call the same resolver', () => {
  const [jira] = managed.modules['jira:adminPage'];
  const [confluence] = managed.modules['confluence:globalSettings'];
  expect({ ...jira, key: '' }).toEqual({ ...confluence, key: '' });
  expect(managed.resources.map(({ key }) => key)).toEqual([jira?.resource]);
});

test('each function belongs to one module', () => {
  const { modules } = managed;
  expect(modules.function.map(({ key }) => key)).toEqual([
    modules['jira:adminPage'][0]?.resolver.function,
    ...[...modules.webtrigger, ...modules.scheduledTrigger].map((module) => module.function),
  ]);
});

test('the address of the sign-in is the one that is asked for, its pages are our own, and the sweep is daily', () => {
  expect(managed.modules.webtrigger).toMatchObject([{ key: 'sign-in', response: { type: 'dynamic' } }]);
  expect(managed.modules.scheduledTrigger).toMatchObject([{ interval: 'day' }]);
});

test('the panel is where the build puts it', () => {
  const [resource] = managed.resources;
  expect(resource?.path).toBe('static/panel/dist');
  expect(existsSync(join(root, 'static', 'panel', 'index.html'))).toBe(true);
});

test('no more is asked for than is used', () => {
  expect([...managed.permissions.scopes].sort()).toEqual([
    'read:confluence-user',
    'read:jira-user',
    'read:permission:jira',
    'storage:app',
  ]);
});

test('the app reaches the host that an administrator consents to, or the one that is fixed, and no other', () => {
  expect(managed.permissions.external).toEqual({ configurable: { enabled: true } });
  expect(fixed.permissions.external).toEqual({ fetch: { backend: [{ address: 'https://${CASDOOR_HOST}' }] } });
  expect(JSON.stringify([managed.permissions, fixed.permissions])).not.toContain('*');
});

test('the two manifests differ in what they reach alone', () => {
  const rest = ({ permissions: { external: _external, ...permissions }, ...manifest }: Manifest) => ({
    ...manifest,
    permissions,
    environment: null,
  });
  expect(rest(fixed)).toEqual(rest(managed));
});
