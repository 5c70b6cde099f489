import { type AtlassianStandIn, startAtlassianStandIn } from '../../../local/atlassian/start';
import { withStandIns } from '../../../local/demo/demo-vantage';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { Vantage } from '../../../src/casdoor/vantage';

const baseUrl = 'https://jira.acme.example';

describe('The demo looks for its Jira on loopback', () => {
  let jira: AtlassianStandIn;
  let vantage: Vantage;
  const lookedUp: string[] = [];
  const { signal } = new AbortController();
  beforeAll(async () => {
    jira = await startAtlassianStandIn({ product: 'jira', baseUrl });
    const inside = makeLocalVantage({
      environment: {},
      resolve: async (host) => {
        lookedUp.push(host);
        return [];
      },
    });
    vantage = withStandIns(inside, new Map([[baseUrl, jira.address]]));
  });
  afterAll(async () => {
    await vantage.close();
    await jira.close();
  });

  it('and is answered by the stand-in under the name that was asked for', async () => {
    const url = `${baseUrl}/rest/api/2/serverInfo`;
    const attempt = await vantage.request({ method: 'GET', url }, signal);
    expect(attempt).toMatchObject({ answered: true, value: { url, status: 200, json: { baseUrl } } });
  });

  it('which gives its bytes as well', async () => {
    const attempt = await vantage.bytes({ method: 'GET', url: `${baseUrl}/rest/api/2/serverInfo` }, signal);
    if (!attempt.answered) throw new Error(attempt.failure.kind);
    expect(JSON.parse(Buffer.from(attempt.value.bytes).toString())).toMatchObject({ baseUrl });
  });

  it('without a name being looked up or a certificate being asked for', async () => {
    await vantage.request({ method: 'GET', url: `${baseUrl}/rest/api/2/serverInfo` }, signal);
    expect(await vantage.lookup('jira.acme.example', signal)).toMatchObject({
      known: true,
      value: { answered: true, value: { addresses: ['127.0.0.1'] } },
    });
    expect(await vantage.tls(baseUrl, signal)).toEqual({ known: false, because: { reason: 'not-applicable' } });
    expect(lookedUp).toEqual([]);
  });

  it('while every other name goes the usual way', async () => {
    await vantage.request({ method: 'GET', url: 'http://jira.acme.example.other.example/' }, signal);
    await vantage.request({ method: 'GET', url: 'http://other.example/' }, signal);
    expect(new Set(lookedUp)).toEqual(new Set(['jira.acme.example.other.example', 'other.example']));
  });
});
