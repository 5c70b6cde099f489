import { isDeepStrictEqual } from 'node:util';
import { startAtlassianStandIn } from '../../local/atlassian/start';
import { miniorangePlugin } from '../../local/plugins/miniorange/plugin';
import { sampleConfiguration } from '../../local/plugins/miniorange/sample';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { Secret } from '../../src/secrets/secret';
import { type AskPlugin, askPluginOverVantage } from '../../src/targets/miniorange/ask-plugin';
import type { MiniorangeDocument } from '../../src/targets/miniorange/open-document';
import { pluginApi } from '../../src/targets/miniorange/plugin-api';
import { miniorangeTarget } from '../../src/targets/miniorange/target';
import type { MiniorangeWanted } from '../../src/targets/miniorange/wanted';
import { wantedSettings } from '../targets/miniorange/wanted-settings';
import type { Step } from './memory-target';
import { groundFor, settled } from './standing';
import { type Bench, stopAnywhere, storyNames } from './start-anew';

const owner = { user: 'amara.okafor', password: 'right-password', token: 'right-token' };
const credentials = { kind: 'password', user: owner.user, password: new Secret(owner.password) } as const;
const wanted = wantedSettings();

/** A stand-in of the plugin behind real HTTP; every request to it can be the last thing that a process does. */
const bench = async (
  shape: 'flat' | 'several',
  trouble: { writesHalf?: boolean; losesKey?: string },
): Promise<Bench<MiniorangeDocument, MiniorangeWanted>> => {
  const plugin = miniorangePlugin(sampleConfiguration({ shape, product: 'jira', providers: ['one', 'two'] }), trouble);
  const site = await startAtlassianStandIn({
    product: 'jira',
    baseUrl: (address) => address,
    credentials: owner,
    population: { users: [] },
    plugins: [plugin],
  });
  const vantage = makeLocalVantage({ environment: {} });
  const over = askPluginOverVantage(vantage, new URL(site.address), credentials);
  const target = (step: Step) => {
    const ask: AskPlugin = (request, signal) => step(request.method, () => over(request, signal));
    return miniorangeTarget(pluginApi(ask, 'jira', credentials), 'id:one');
  };
  const plain = target((_name, act) => Promise.resolve(act()));
  const { document } = settled(await plain.read(new AbortController().signal));
  const stored = (): unknown => JSON.parse(JSON.stringify(plugin.configuration.stored));
  const start = stored();
  const { after } = plain.plan(document, wanted);
  let ahead = 0;
  const clock = {
    now: () => new Date(Date.now() + ahead),
    limit: (milliseconds: number) => AbortSignal.timeout(milliseconds),
  };
  const { process, close } = groundFor({ clock, target, stopsAtStore: false });
  return {
    process,
    wanted,
    now: clock.now,
    pass: (milliseconds) => {
      ahead += milliseconds;
    },
    truth: () => {
      if (isDeepStrictEqual(stored(), start)) return 'old';
      return isDeepStrictEqual(stored(), JSON.parse(plain.textOf(after).expose())) ? 'new' : 'neither';
    },
    heal: () => {
      plugin.switches.writesHalf = false;
      plugin.switches.losesKey = null;
    },
    close: async () => {
      close();
      await vantage.close();
      await site.close();
    },
  };
};

describe.each(storyNames)(
  'an apply to miniOrange that %s is told truly and ends, wherever it was stopped,',
  (story) => {
    test.each(['flat', 'several'] as const)('where the document is %s', async (shape) => {
      expect(await stopAnywhere(() => bench(shape, {}), story)).toBeGreaterThan(15);
    });

    test('where the plugin writes half', async () => {
      expect(await stopAnywhere(() => bench('flat', { writesHalf: true }), story)).toBeGreaterThan(15);
    });
  },
);
