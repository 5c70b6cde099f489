import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { emergencyAccount } from '../../local/demo/accounts';
import { withStandIns } from '../../local/demo/demo-vantage';
import { demoPassword } from '../../local/demo/people';
import { type RunningDemo, startDemo } from '../../local/demo/start-demo';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import type { ApplyChange } from '../../src/contract/apply-calls';
import type { AnswerOf, PanelCall, PayloadOf } from '../../src/contract/panel-calls';
import type { Product } from '../../src/contract/target';
import type { Adapters } from '../../src/resolvers/adapters';
import { askedAt } from '../../src/resolvers/asked';
import { recoverApplies } from '../../src/resolvers/recover-applies';
import { workOnApply } from '../../src/resolvers/work-on-apply';
import { rowOf, rowsOf } from '../directory/made-rows';
import { openFormBrowser } from '../local/form-browser';
import { callbackUrl } from './every-call';
import { type PlayedDryRuns, playDryRuns } from './played-dry-runs';
import { openSite, type Site } from './site';

/** The demo's Casdoor, Jira and Confluence with their plugins, and the app in the hands of a test. */

export type ValueOf<Name extends PanelCall> = Extract<AnswerOf<Name>, { ok: true }>['value'];

export type Applying = {
  demo: RunningDemo;
  site: Site;
  target: string;
  played: PlayedDryRuns;
  adapters: Adapters;
  /** What was handed on, in order; worked on by itself unless `isHeld`. */
  handed: { product: Product; target: string; order: string }[];
  looks: { target: string; at: string }[];
  hold: (isHeld: boolean) => void;
  /** Works on an order as whoever has it handed over. */
  work: (order: string) => Promise<void>;
  /** What is due is done, as by a timer or an event. */
  look: () => Promise<void>;
  /** The time passes, milliseconds. */
  pass: (milliseconds: number) => void;
  now: () => Date;
  get: <Name extends PanelCall>(
    name: Name,
    payload: Omit<PayloadOf<Name>, 'target'>,
    as?: object,
  ) => Promise<ValueOf<Name>>;
  close: () => Promise<void>;
};

export const openApplying = async ({
  situation = 'healthy',
  settings = {},
  installation,
}: {
  situation?: string;
  settings?: object;
  installation?: string;
} = {}): Promise<Applying> => {
  let later = 0;
  let isHeld = false;
  const now = () => new Date(Date.now() + later);
  const demo = await startDemo({ size: 30, firstPort: 0, now });
  const played = playDryRuns(now);
  const handed: Applying['handed'] = [];
  const looks: Applying['looks'] = [];
  const going = new Set<Promise<void>>();
  const work = (order: string) => site.inside(() => workOnApply(adapters, 'jira', order));
  const adapters: Adapters = {
    from: 'local',
    callbackUrl,
    vantage: () => withStandIns(makeLocalVantage({ environment: {} }), demo.standIns),
    askProduct: null,
    dryRuns: played,
    applies: {
      work: async (product, target, order) => {
        handed.push({ product, target, order });
        if (isHeld) return;
        const done = work(order);
        going.add(done);
        void done.finally(() => going.delete(done));
      },
      lookAt: async (_product, target, at) => void looks.push({ target, at }),
      restoreCommand: (apply) => `restore ${apply ?? ''}`,
    },
    demo: demo.demo,
    now,
  };
  const site: Site = await openSite(adapters, installation);
  const started = await site.call('startDemo', { situation });
  const [first] = started.ok ? started.value.targets : [];
  if (!first) throw new Error('There is no target.');
  const target = first.id;
  if (Object.keys(settings).length > 0)
    await site.call('saveTarget', {
      id: target,
      base: first.settings.version,
      settings: { ...first.settings.value, ...settings },
    });
  const settle = async () => {
    while (going.size > 0) await Promise.all(going);
  };
  return {
    ...{ demo, site, target, played, adapters, handed, looks, work, now },
    hold: (held) => {
      isHeld = held;
    },
    look: () =>
      site.inside(() => recoverApplies(askedAt({ product: 'jira', who: '', account: null, now }, adapters), target)),
    pass: (milliseconds) => {
      later += milliseconds;
    },
    get: async (name, payload, as = {}) => {
      const answer = (await site.call(name, { target, ...payload }, as)) as AnswerOf<typeof name>;
      await settle();
      if (!answer.ok) throw new Error(`${name}: ${answer.error.message}`);
      return answer.value as ValueOf<typeof name>;
    },
    close: async () => {
      await settle();
      await site.close();
      await demo.close();
    },
  };
};

/** Somebody signs in to Jira through the plugin, by the settings that it holds now. Answers with the page at the end. */
export const comeIn = async ({ demo }: Pick<Applying, 'demo'>, username: string): Promise<string> => {
  // The product tells times in whole seconds: within the second of the write nobody can be told apart.
  await wait(1_100);
  const browser = openFormBrowser({ standIns: demo.standIns });
  const door = await browser.open(`${demo.jira.address}/login.jsp`);
  const href = /<a class="sso" href="([^"]+idp=[^"]+)"/.exec(door.html)?.[1]?.replaceAll('&amp;', '&') ?? '/none';
  const form = await browser.open(new URL(href, door.url));
  return (await browser.submit(form, { username, password: demoPassword })).html;
};

/** That of the account for emergencies, which nobody in Casdoor reaches. */
export const rescueRow = rowOf(1_000, {
  ...{ kind: 'account', name: emergencyAccount.name, username: null, account: null, outcome: 'unreached' },
  existing: {
    ...{ username: emergencyAccount.name, email: null, fullName: null },
    ...{ active: true, groups: [], administrator: true },
  },
});

/** Credentials that open, and a dry run by which nobody is harmed: what stands before every write. */
export const prepared = async ({ get, site, played }: Applying): Promise<void> => {
  await get('savePluginAccess', emergencyAccess);
  await get('startDryRun', { run: randomUUID() });
  await site.inside(() => played.finish([...rowsOf(3), rescueRow]));
};

/** What is planned now, written with all that may be overruled; answers with the apply's id. */
export const write = async (
  { get }: Pick<Applying, 'get'>,
  change: ApplyChange = { kind: 'settings' },
  more: { keepWithin?: number; typedName?: string } = {},
): Promise<string> => {
  const { guards, summary } = await get('planApply', { change });
  const overruled = guards.filter(({ holds, canBeOverruled }) => !holds && canBeOverruled).map(({ id }) => id);
  const apply = randomUUID();
  await get('startApply', {
    ...{ apply, change, shown: summary.fingerprint, overruled, typedName: '', keepWithin: 600_000 },
    ...more,
  });
  return apply;
};

/** Of an account that nobody in Casdoor reaches. */
export const emergencyAccess = {
  access: { kind: 'password', user: emergencyAccount.name, password: emergencyAccount.password },
  isKept: false,
  isShared: false,
} as const;
