import { emergencyAccount } from '../../../local/demo/accounts';
import type { DemoKeeping } from '../../../local/demo/kept-demo';
import { type RunningDemo, startDemo } from '../../../local/demo/start-demo';
import { isObject } from '../../../src/targets/file-provider';

/** What is written is kept as text, as a store on disk has it. */
const shelf = () => {
  const written: string[] = [];
  const keeping: DemoKeeping = {
    read: async () => JSON.parse(written.at(-1) ?? 'null') as unknown,
    write: async (kept) => void written.push(JSON.stringify(kept)),
  };
  return { written, keeping };
};

const closing: RunningDemo[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((demo) => demo.close()));
});
const started = async (options: Parameters<typeof startDemo>[0]): Promise<RunningDemo> => {
  const demo = await startDemo({ size: 60, ...options });
  closing.push(demo);
  return demo;
};

/** Seven free ports in a row, or as good as: whoever was given one is asked for the next six. */
const firstPort = async (): Promise<number> => {
  const demo = await startDemo({ size: 0, firstPort: 0 });
  const { port } = demo.casdoor;
  await demo.close();
  return port;
};

const basic = `Basic ${btoa(`${emergencyAccount.name}:${emergencyAccount.password}`)}`;
const configure = (demo: RunningDemo) => `${demo.jira.address}/plugins/servlet/oauth/configureplugin`;
const exported = async (demo: RunningDemo): Promise<string> =>
  (await fetch(configure(demo), { headers: { authorization: basic, 'content-type': 'application/json' } })).text();
const imported = (demo: RunningDemo, body: string) =>
  fetch(configure(demo), {
    method: 'POST',
    body: Buffer.from(body),
    headers: { authorization: basic, 'content-type': 'application/json' },
  });
const changeMiniorange = async (demo: RunningDemo): Promise<string> => {
  const wanted = (await exported(demo)).replace('openid profile email', 'openid profile');
  await imported(demo, wanted);
  expect(await exported(demo)).toBe(wanted);
  return wanted;
};
const addRedirectUri = async (demo: RunningDemo, uri: string) => {
  const start = await demo.demo.start('healthy');
  const authorization = `Basic ${btoa(`${start?.target.clientId}:${start?.secret.expose()}`)}`;
  const [application] = demo.casdoor.world.applications;
  const { owner, name, organization, clientId, redirectUris } = application ?? {};
  const body = JSON.stringify({ owner, name, organization, clientId, redirectUris: [...(redirectUris ?? []), uri] });
  const url = `${demo.casdoor.address}/api/update-application?id=admin/${name}&columns=redirectUris`;
  const answer = await fetch(url, { method: 'POST', body, headers: { authorization } });
  expect(await answer.json()).toMatchObject({ data: 'Affected' });
};
const urisOf = (demo: RunningDemo) => demo.casdoor.world.applications[0]?.redirectUris;

describe('What was changed in the stand-ins of the demo', () => {
  it('is there again after a restart: settings, accounts, sign-ins and the list of an application', async () => {
    const { keeping, written } = shelf();
    const options = { keeping, firstPort: await firstPort() };
    const first = await started(options);
    const groups = ['jira-software-users'];
    const wanted = await changeMiniorange(first);
    first.plugins.jira.atlassianDc.subjects.set('sub', 'amara.okafor');
    first.plugins.jira.atlassianDc.change(({ idps, sso }) => ({ idps, sso: { ...sso, 'show-login-form': false } }));
    const amara = first.jira.people.named('amara.okafor');
    if (amara === undefined) throw new Error('Amara is not there.');
    first.jira.people.put({ ...amara, groups });
    first.jira.people.put({ ...amara, name: 'newcomer', groups });
    await fetch(`${first.jira.address}/login.jsp`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ os_username: emergencyAccount.name, os_password: emergencyAccount.password }),
    });
    await addRedirectUri(first, 'http://127.0.0.1:1/added');
    await first.close();

    const second = await started(options);
    expect(second.jira.baseUrl).toBe(first.jira.baseUrl);
    expect(await exported(second)).toBe(wanted);
    const { settings, subjects } = second.plugins.jira.atlassianDc;
    expect(settings()).toEqual(first.plugins.jira.atlassianDc.settings());
    expect([...subjects]).toEqual([['sub', 'amara.okafor']]);
    expect(second.jira.people.named('amara.okafor')?.groups).toEqual(groups);
    expect(second.jira.people.named('newcomer')?.groups).toEqual(groups);
    expect(second.jira.people.all).toHaveLength(first.jira.people.all.length);
    expect(second.jira.signIns).toEqual(first.jira.signIns);
    expect(second.jira.signIns).toMatchObject([{ user: emergencyAccount.name, by: 'password' }]);
    expect(urisOf(second)?.at(-1)).toBe('http://127.0.0.1:1/added');
    expect(isObject(second.plugins.confluence.miniorange.configuration.stored)).toBe(true);
    const before = written.length;
    await exported(second);
    await second.jira.people.named('lee');
    expect(written).toHaveLength(before);

    // What is still told goes on; whoever picks the situation again is told its story from the beginning.
    await second.demo.start('healthy');
    expect(urisOf(second)).toContain('http://127.0.0.1:1/added');
    second.demo.beginAnew?.('healthy');
    expect(urisOf(second)).not.toContain('http://127.0.0.1:1/added');
  });

  it('is kept before the change is answered, and where it is not answered at all', async () => {
    const { keeping, written } = shelf();
    const options = { keeping, firstPort: await firstPort() };
    const demo = await started(options);
    demo.plugins.jira.miniorange.switches.diesAt = 'cleared';
    await expect(imported(demo, await exported(demo))).rejects.toThrow();
    expect(JSON.parse(written.at(-1) ?? '')).toMatchObject({ jira: { miniorange: { 'Identity Providers': [] } } });
  });

  it('begins anew where what is kept cannot be read', async () => {
    const { keeping } = shelf();
    await keeping.write({ of: 'another time' } as never);
    const demo = await started({ keeping, firstPort: await firstPort() });
    expect(await exported(demo)).toContain('casdoor');
  });

  it('is found again where it was, though the usual ports were taken, and left alone where its own are', async () => {
    const { keeping, written } = shelf();
    const port = await firstPort();
    const usual = await started({ firstPort: port });
    const options = { keeping, firstPort: port };
    const first = await started(options);
    expect(first.jira.port).not.toBe(usual.jira.port);
    const wanted = await changeMiniorange(first);
    await Promise.all([first, usual].map((demo) => demo.close()));

    const second = await started(options);
    expect(second.jira.baseUrl).toBe(first.jira.baseUrl);
    expect(second.casdoor.address).toBe(first.casdoor.address);
    expect(await exported(second)).toBe(wanted);

    const before = written.length;
    const third = await started(options);
    expect(third.jira.port).not.toBe(second.jira.port);
    expect(await exported(third)).not.toBe(wanted);
    await changeMiniorange(third);
    expect(written).toHaveLength(before);
  });
});
