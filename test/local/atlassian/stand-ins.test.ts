import { setTimeout as sleep } from 'node:timers/promises';
import { type AtlassianStandIn, startAtlassianStandIn } from '../../../local/atlassian/start';

describe('The stand-ins of Jira and Confluence', () => {
  const running: AtlassianStandIn[] = [];
  const start = async (product: 'jira' | 'confluence') => {
    const started = await startAtlassianStandIn({ product, baseUrl: `https://${product}.acme.example` });
    running.push(started);
    return started;
  };
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.close()));
  });

  const ask = async ({ address }: AtlassianStandIn, path: string) => {
    const answer = await fetch(address + path);
    return { status: answer.status, date: answer.headers.get('date'), body: (await answer.json()) as unknown };
  };

  it('state a base URL, a version and the time', async () => {
    const jira = await ask(await start('jira'), '/rest/api/2/serverInfo');
    expect(jira.body).toMatchObject({
      baseUrl: 'https://jira.acme.example',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      deploymentType: 'Server',
    });
    expect(Math.abs(Date.parse(jira.date ?? '') - Date.now())).toBeLessThan(5000);
    const confluence = await ask(await start('confluence'), '/rest/applinks/1.0/manifest');
    expect(confluence.body).toMatchObject({ typeId: 'confluence', url: 'https://confluence.acme.example' });
  });

  it('say who is an administrator, and who is not', async () => {
    const [jira, confluence] = [await start('jira'), await start('confluence')];
    const permissions = async () =>
      (await ask(jira, '/rest/api/3/mypermissions?permissions=ADMINISTER')).body as {
        permissions: { ADMINISTER: { havePermission: boolean } };
      };
    const operations = async () =>
      (await ask(confluence, '/wiki/rest/api/user/current?expand=operations')).body as {
        operations: { operation: string; targetType: string }[];
      };
    const administer = { operation: 'administer', targetType: 'application' };
    expect((await permissions()).permissions.ADMINISTER.havePermission).toBe(true);
    expect((await operations()).operations).toContainEqual(administer);
    jira.conditions.isAdministrator = false;
    confluence.conditions.isAdministrator = false;
    expect((await permissions()).permissions.ADMINISTER.havePermission).toBe(false);
    expect((await operations()).operations).not.toContainEqual(administer);
  });

  it('leave the operations out unless they are asked for', async () => {
    const answer = await ask(await start('confluence'), '/rest/api/user/current');
    expect(answer.body).toEqual(expect.objectContaining({ displayName: 'Amara Okafor' }));
    expect(answer.body).not.toHaveProperty('operations');
  });

  it('can fail and be slow', async () => {
    const jira = await start('jira');
    jira.conditions.failsWith = 503;
    expect((await ask(jira, '/rest/api/2/myself')).status).toBe(503);
    jira.conditions.failsWith = null;
    jira.conditions.delay = 150;
    const before = performance.now();
    expect((await ask(jira, '/rest/api/2/myself')).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(140);
  });

  it('keep no process alive for whoever has gone away', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const jira = await startAtlassianStandIn({ product: 'jira', baseUrl: 'https://jira.acme.example' });
    jira.conditions.delay = 60_000;
    // Those of the test itself have gone off by then.
    await sleep(200);
    const before = timers();
    const gone = new AbortController();
    const asking = fetch(`${jira.address}/rest/api/2/myself`, { signal: gone.signal }).catch(() => 'gone');
    while (jira.asked.length === 0) await sleep(10);
    await sleep(50);
    gone.abort();
    expect(await asking).toBe('gone');
    await jira.close();
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it('know nothing else, and note what they were asked', async () => {
    const jira = await start('jira');
    expect((await ask(jira, '/rest/api/2/search?jql=x')).status).toBe(404);
    expect(jira.asked).toEqual(['/rest/api/2/search']);
  });
});
