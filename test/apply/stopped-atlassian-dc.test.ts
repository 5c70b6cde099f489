import { isDeepStrictEqual } from 'node:util';
import { startAtlassianStandIn } from '../../local/atlassian/start';
import { type EmbeddedCasdoor, startEmbeddedCasdoor } from '../../local/casdoor/start';
import { atlassianDcPlugin } from '../../local/plugins/atlassian-dc/plugin';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { Secret } from '../../src/secrets/secret';
import { type AskAuthconfig, askAuthconfigOverVantage } from '../../src/targets/atlassian-dc/ask-authconfig';
import { authconfigApi } from '../../src/targets/atlassian-dc/authconfig-api';
import type { AuthconfigDocument } from '../../src/targets/atlassian-dc/document';
import { atlassianDcTarget } from '../../src/targets/atlassian-dc/target';
import type { AtlassianDcWanted } from '../../src/targets/atlassian-dc/wanted';
import { got, idpOf, otherIdp, wantedOf } from '../targets/atlassian-dc/given';
import type { Step } from './memory-target';
import { groundFor } from './standing';
import { type Bench, stopAnywhere, storyNames } from './start-anew';

const owner = { user: 'amara.okafor', password: 'right-password', token: 'right-token' };
const credentials = { kind: 'token', token: new Secret(owner.token) } as const;

let casdoor: EmbeddedCasdoor;
beforeAll(async () => {
  casdoor = await startEmbeddedCasdoor({ origin: (port) => `http://127.0.0.1:${port}` });
});
afterAll(() => casdoor.close());

/** A stand-in of the plugin behind real HTTP; every request to it can be the last thing that a process does. */
const bench = async (
  isThere: boolean,
  trouble: { writesHalf?: boolean; losesKey?: string },
): Promise<Bench<AuthconfigDocument, AtlassianDcWanted>> => {
  const other = { ...otherIdp, 'client-secret': 'of-the-other', 'discovery-enabled': false };
  const own = idpOf({ 'issuer-url': casdoor.address, 'client-secret': 'the-old-secret', enabled: false });
  const plugin = atlassianDcPlugin({ idps: isThere ? [other, own] : [other], switches: trouble });
  const site = await startAtlassianStandIn({
    product: 'jira',
    baseUrl: (address) => address,
    credentials: owner,
    plugins: [plugin],
  });
  const vantage = makeLocalVantage({ environment: {} });
  const over = askAuthconfigOverVantage(vantage, new URL(site.address), credentials);
  const target = (step: Step) => {
    const ask: AskAuthconfig = (request, signal) => step(request.method, () => over(request, signal));
    const knownSecret = new Secret('the-old-secret');
    return atlassianDcTarget({ api: authconfigApi(ask, 'jira', credentials), idp: null, knownSecret });
  };
  const plain = target((_name, act) => Promise.resolve(act()));
  const stored = () => {
    const { idps, sso } = plugin.settings();
    // Each write moves the times, that of a restore too.
    const { 'last-updated': _, ...page } = sso;
    const timeless = idps.map(({ 'last-updated': _, ...idp }) => idp);
    return JSON.parse(JSON.stringify({ idps: timeless, sso: page })) as { idps: typeof timeless; sso: typeof page };
  };
  const start = stored();
  const wanted = wantedOf({ issuer: casdoor.address });
  const { document } = got(await plain.read(new AbortController().signal));
  const after = plain.plan(document, wanted).after;
  const isNew = async () => {
    const secret = stored().idps[1]?.['client-secret'];
    const now = got(await plain.read(new AbortController().signal)).document;
    return secret === 'app-jira-client-secret' && plain.isSame(now, after);
  };
  let holdsNew = false;
  let ahead = 0;
  const clock = {
    now: () => new Date(Date.now() + ahead),
    limit: (milliseconds: number) => AbortSignal.timeout(milliseconds),
  };
  const ground = groundFor({ clock, target, stopsAtStore: false });
  return {
    // What is there is looked at once a process has ended: nothing is asked of the plugin where it is told.
    process: async (act, options) => {
      try {
        return await ground.process(act, options);
      } finally {
        holdsNew = await isNew();
      }
    },
    wanted,
    now: clock.now,
    pass: (milliseconds) => {
      ahead += milliseconds;
    },
    truth: () => {
      if (isDeepStrictEqual(stored(), start)) return 'old';
      return holdsNew ? 'new' : 'neither';
    },
    heal: () => {
      plugin.switches.writesHalf = false;
      plugin.switches.losesKey = null;
    },
    close: async () => {
      ground.close();
      await vantage.close();
      await site.close();
    },
  };
};

describe.each(storyNames)(
  'an apply to SSO for Atlassian Data Center that %s is told truly and ends, wherever it was stopped,',
  (story) => {
    test.each([
      ['made', false],
      ['changed and switched on', true],
    ])('where the configuration is %s', async (_case, isThere) => {
      expect(await stopAnywhere(() => bench(isThere, {}), story)).toBeGreaterThan(30);
    });

    test('where the plugin loses a key', async () => {
      expect(await stopAnywhere(() => bench(true, { losesKey: 'username-claim' }), story)).toBeGreaterThan(30);
    });
  },
);
