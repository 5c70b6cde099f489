import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningDemo, startDemo } from '../../local/demo/start-demo';
import { type DataFolder, openDataFolder } from '../../local/host/data-folder';
import { type ForgeHost, startForgeHost } from '../../local/host/forge-runtime';
import { ownProducts } from '../../local/host/own-products';
import type { AnswerOf, PanelCall } from '../../src/contract/panel-calls';
import { ada } from './site';

/** The very handler that the manifest names, on a host that holds it to its egress as the platform does. */

let folder: string;
let data: DataFolder;
let host: ForgeHost;
let demo: RunningDemo;
let granted: string[];
beforeAll(async () => {
  demo = await startDemo({ size: 5 });
});
afterAll(() => demo.close());
beforeEach(async () => {
  granted = [];
  folder = await mkdtemp(join(tmpdir(), 'companion-cloud-'));
  data = await openDataFolder({ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json') });
  host = startForgeHost({
    keyValues: data.keyValues,
    answerProduct: ownProducts([ada]),
    mayReach: (name) => granted.includes(name),
    webTriggerUrl: () => null,
  });
});
afterEach(async () => {
  host.close();
  await data.close();
  await rm(folder, { recursive: true, force: true });
});

const call = async <Name extends PanelCall>(name: Name, payload: unknown) => {
  // Loaded after the host was made, as on the platform.
  const { panel } = await import('../../src/index');
  const caller = { product: 'jira', accountId: ada.accountId, installation: 'one' } as const;
  return (await host.invoke(panel, name, payload, caller)) as AnswerOf<Name>;
};
const check = async (address: string) => {
  await call('saveConnection', { base: 0, settings: { address, allowsHttp: false } });
  const answer = await call('check', { run: randomUUID(), target: null, only: null });
  if (!answer.ok || !answer.value.result) throw new Error('There is no report.');
  return answer.value.result;
};

test('says that it looks from the cloud, and has no demo', async () => {
  expect(await call('load', {})).toMatchObject({
    ok: true,
    value: { place: { from: 'cloud', demo: null }, me: 'Ada' },
  });
});

test('an address that only this machine can reach is named as such, even where it answers', async () => {
  granted.push(new URL(demo.casdoor.address).host);
  const report = await check(demo.casdoor.address);
  expect(report).toMatchObject({ from: 'cloud', verdict: 'broken', rootCause: 'address-private' });
});

test('without consent to the host nothing is reached, and the report says what it waits for', async () => {
  const report = await check('https://door.acme.example');
  expect(report).toMatchObject({ from: 'cloud', verdict: 'incomplete', rootCause: null });
  expect(report.findings.find(({ id }) => id === 'document-missing')?.blockedBy).toEqual({ missing: 'egress-consent' });
  expect(report.findings.filter(({ area, outcome }) => area === 'discovery' && outcome === 'pass')).toEqual([]);
});
