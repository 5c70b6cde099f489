import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { stepQueue, stepTimeout } from '../../src/directory/chain/step-queue';
import * as app from '../../src/index';
import { applyQueue, applyTimeout } from '../../src/resolvers/apply-queue';

type Manifest = {
  app: { id: string; runtime: { name: string } };
  modules: {
    function: { key: string; handler: string; timeoutSeconds?: number }[];
    'jira:adminPage': Module[];
    'confluence:globalSettings': Module[];
    webtrigger: { key: string; function: string; response: { type: string } }[];
    scheduledTrigger: { key: string; function: string; interval: string }[];
    consumer: { key: string; queue: string; function: string }[];
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
    ...[...modules.webtrigger, ...modules.scheduledTrigger, ...modules.consumer].map((module) => module.function),
  ]);
});

test('the address of the sign-in is the one that is asked for, its pages are our own, and the schedules are daily', () => {
  expect(managed.modules.webtrigger).toMatchObject([{ key: 'sign-in', response: { type: 'dynamic' } }]);
  expect(managed.modules.scheduledTrigger).toMatchObject([
    { key: 'daily-sweep', interval: 'day' },
    { key: 'daily-watch', interval: 'day' },
  ]);
});

test('consumers have the queues that are pushed to, and with the looks of Watch the longest time; nothing else has one', () => {
  const { consumer, function: functions } = managed.modules;
  expect(consumer.map(({ queue }) => queue)).toEqual([stepQueue, applyQueue]);
  expect(functions.filter(({ timeoutSeconds }) => timeoutSeconds !== undefined)).toEqual([
    { key: 'watch-look', handler: 'index.watch', timeoutSeconds: 900 },
    { key: consumer[0]?.function, handler: 'index.dryRunStep', timeoutSeconds: stepTimeout },
    { key: consumer[1]?.function, handler: 'index.applyStep', timeoutSeconds: applyTimeout },
  ]);
});

test('the panel is where the build puts it', () => {
  const [resource] = managed.resources;
  expect(resource?.path).toBe('static/panel/dist');
  expect(existsSync(join(root, 'static', 'panel', 'index.html'))).toBe(true);
});

test('no more is asked for than is used', () => {
  expect([...managed.permissions.scopes].sort()).toEqual([
    'read:avatar:jira',
    'read:confluence-groups',
    'read:confluence-user',
    'read:group:jira',
    'read:jira-user',
    'read:permission:jira',
    'read:user:jira',
    'report:personal-data',
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
