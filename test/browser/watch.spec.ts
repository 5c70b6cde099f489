import type { Page } from '@playwright/test';
import type { AnswerOf, PanelCall, PayloadOf } from '../../src/contract/panel-calls';
import type { WatchEvent, WatchState } from '../../src/contract/watch';
import { axe, expect, type OddPanel, startDemo, startOddPanel, stepLink, test, verdict } from './panel';

/** Watch in a real browser: the demo's Jira, what was really applied to it, and somebody who changes it. */

test.describe.configure({ mode: 'serial' });

let panel: OddPanel;
test.beforeAll(async () => {
  panel = await startOddPanel('village');
});
test.afterAll(() => panel.stop());

const openStep = async (page: Page, step: string) => {
  await expect(page.getByRole('navigation', { name: 'Steps', exact: true })).toBeVisible();
  const opener = page.getByRole('button', { name: /All steps/ });
  if (await opener.isVisible()) await opener.click();
  await stepLink(page, step).click();
  await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible();
};

const openWatch = async (page: Page) => {
  await page.goto(panel.address);
  await openStep(page, 'Watch');
};

type ValueOf<Name extends PanelCall> = Extract<AnswerOf<Name>, { ok: true }>['value'];

/** A call of the panel, as its own code makes it. */
const call = <Name extends PanelCall>(page: Page, name: Name, payload: PayloadOf<Name>): Promise<ValueOf<Name>> =>
  page.evaluate(
    async ({ functionKey, payload: sent }) => {
      const { __bridge } = globalThis as unknown as {
        __bridge: { callBridge: (name: string, data: object) => unknown };
      };
      const answer = (await __bridge.callBridge('invoke', { functionKey, payload: sent })) as {
        ok: boolean;
        value: ValueOf<Name>;
        error?: { message: string };
      };
      if (!answer.ok) throw new Error(`${functionKey}: ${answer.error?.message}`);
      return answer.value;
    },
    { functionKey: name as string, payload: payload as object },
  );

const until = async <T>(act: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> => {
  for (let look = 0; look < 120; look += 1) {
    const value = await act();
    if (isDone(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('It did not come to an end.');
};

/** The settings of the demo are written and kept, without the steps before it. */
const apply = async (page: Page): Promise<void> => {
  const { targets } = await call(page, 'load', {});
  const target: string = targets[0]?.id ?? '';
  const access = { kind: 'password', user: 'emergency-admin', password: 'Way-back-123' } as const;
  await call(page, 'savePluginAccess', { target, access, isKept: true, isShared: false });
  await call(page, 'startDryRun', { target, run: crypto.randomUUID() });
  await until(
    () => call(page, 'directory', { target }),
    ({ last }) => last !== null,
  );
  const { guards, summary } = await call(page, 'planApply', { target, change: { kind: 'settings' } });
  const overruled = guards.filter((guard) => !guard.holds && guard.canBeOverruled).map((guard) => guard.id);
  const id = crypto.randomUUID();
  const shown: string = summary.fingerprint;
  const order = { change: { kind: 'settings' }, overruled, typedName: 'Jira', keepWithin: 600_000 } as const;
  await call(page, 'startApply', { target, apply: id, shown, ...order });
  const stepOf = () => call(page, 'applyState', { target });
  await until(stepOf, ({ newest, order: last }) => newest?.step === 'waiting' || last?.outcome?.kind === 'held');
  await call(page, 'sayWhoCameIn', { target, apply: id, user: 'amara.okafor' });
  await call(page, 'keepApply', { target, apply: id });
  await until(stepOf, ({ newest }) => newest?.step === 'kept');
  await until(
    () => call(page, 'watchState', { target }),
    ({ looks }) => looks.length > 0,
  );
};

/** Makes a look by `press`, and waits until it is over: one of a healthy demo may be, before anybody sees that it goes on. */
const lookBy = async (page: Page, press: () => Promise<void>) => {
  const { targets } = await call(page, 'load', {});
  const newest = async () => (await call(page, 'watchState', { target: targets[0]?.id ?? '' })).looks.at(-1)?.id;
  const before = await newest();
  await press();
  await until(newest, (id) => id !== before);
  await expect(page.getByRole('button', { name: 'Check now', exact: true })).toBeVisible();
};

const look = (page: Page) => lookBy(page, () => page.getByRole('button', { name: 'Check now', exact: true }).click());

const faultsOf = async (page: Page): Promise<string[]> => {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [...(overflow > 0 ? [`${overflow} px wider than the window`] : []), ...(await axe(page))];
};

const shots = process.env.SHOTS;
const shoot = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
};

test('before something was applied it says so, and leads to Apply', async ({ page }) => {
  await page.goto(panel.address);
  await startDemo(page, /^Everything is right/);
  await openStep(page, 'Watch');
  await expect(verdict(page)).toContainText('Nothing was applied from here yet');
  expect(await faultsOf(page)).toEqual([]);
  await shoot(page, 'watch-empty');
  await page.getByRole('link', { name: 'Write them in Apply' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Apply' })).toBeVisible();
});

test('what was kept is as it was applied; a field that somebody changed is drift', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(panel.address);
  await apply(page);
  await page.reload();
  await openStep(page, 'Watch');
  await expect(verdict(page)).toContainText('Everything is as it was applied');
  await expect(stepLink(page, 'Watch')).toContainText('As applied');
  await expect(page.getByRole('img', { name: '1 look: 1 ready' })).toBeVisible();
  await expect(page.getByText('Nothing so far.')).toBeVisible();
  await shoot(page, 'watch-as-applied');

  await panel.turn({ product: 'jira', of: 'sign-in-settings', to: { ALLOWED_DOMAINS: 'acme.example' } });
  await look(page);
  await expect(verdict(page)).toContainText('The plugin is not set as');
  await expect(verdict(page)).toContainText('1 field differs. It came about');
  await expect(stepLink(page, 'Watch')).toContainText('1 field differs');
  await expect(page.getByTestId('announcement')).toHaveText(/^The plugin is not set as/);
  const event = page.getByRole('listitem').filter({ hasText: 'Allowed Domains in miniOrange' });
  await expect(event.getByRole('definition').last()).toHaveText('acme.example');
  await expect(event).toContainText('refuses whoever has an e-mail of another domain');
  expect(await faultsOf(page)).toEqual([]);
  await shoot(page, 'watch-drifted');
  await page.getByRole('link', { name: 'Write again…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Apply' })).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'Allowed Domains' })).toBeVisible({ timeout: 20_000 });
});

test('by keyboard: look, read what changed, accept it as it is', async ({ page }) => {
  await openWatch(page);
  await expect(page.getByRole('button', { name: 'Accept as it is…' })).toBeVisible();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  const tabTo = async (words: RegExp) => {
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press('Tab');
      if (words.test(await focused())) return;
    }
    throw new Error(`Tab did not lead to ${words}.`);
  };
  await tabTo(/^Check now$/);
  await lookBy(page, () => page.keyboard.press('Enter'));
  await expect(page.getByRole('button', { name: 'Check now', exact: true })).toBeFocused();
  await tabTo(/^plugin-drifted/);
  await tabTo(/^Write again/);
  await tabTo(/^Accept as it is…$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Accept 1 field as found' })).toBeFocused();
  await expect(page.getByText(/“Allowed Domains” with acme\.example/)).toBeVisible();
  await tabTo(/^Cancel$/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Accept as it is…' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toContainText('Everything is as it was accepted', { timeout: 30_000 });
  await expect(verdict(page).getByRole('heading')).toBeFocused();
  await expect(page.getByText(/accepted it as it is\. Over since/)).toBeVisible();
  await shoot(page, 'watch-accepted');
});

for (const { width, colorScheme } of [
  { width: 400, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'dark' },
] as const)
  test(`several fields and a plugin that is gone, at ${width} px in ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await panel.turn({
      product: 'jira',
      of: 'sign-in-settings',
      to: { ALLOWED_DOMAINS: `${colorScheme}${width}.example`, ENABLE_BACKDOOR: 'false' },
    });
    await openWatch(page);
    await look(page);
    await expect(verdict(page)).toContainText('differ');
    expect(await faultsOf(page)).toEqual([]);
    await shoot(page, `watch-several-${width}-${colorScheme}`);
    await panel.turn({ product: 'jira', of: 'miniorange', to: { isInstalled: false } });
    await look(page);
    await expect(verdict(page)).toContainText('The plugin does not answer where it should');
    expect(await faultsOf(page)).toEqual([]);
    await shoot(page, `watch-broken-${width}-${colorScheme}`);
    await panel.turn({ product: 'jira', of: 'miniorange', to: { isInstalled: true } });
  });

test('a Jira that does not answer is no drift, and without credentials the plugin is not looked at', async ({
  page,
}) => {
  await openWatch(page);
  await panel.turn({
    product: 'jira',
    of: 'site',
    to: { fault: { kind: 'unavailable', on: 'configureplugin', times: null } },
  });
  await look(page);
  await panel.turn({ product: 'jira', of: 'site', to: { fault: null } });
  // Casdoor was looked at all the same.
  await expect(page.getByRole('img', { name: /1 incomplete/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'The last look' })).toContainText('could not read the plugin');
  const { targets } = await call(page, 'load', {});
  await call(page, 'forgetPluginAccess', { target: targets[0]?.id ?? '' });
  await page.reload();
  await openStep(page, 'Watch');
  const blind = page.getByRole('region', { name: 'The plugin is not looked at' });
  await expect(blind).toContainText('no credentials are kept');
  expect(await faultsOf(page)).toEqual([]);
  await shoot(page, 'watch-blind');
  await blind.getByRole('link', { name: 'Give credentials in Apply' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Apply' })).toBeVisible();
});

/** As the design tells it: 48 looks, one drift, a renewed certificate, a night without Casdoor. */
const storied = (): WatchState => {
  const hour = 3_600_000;
  const start = Date.UTC(2026, 10, 25, 13);
  const at = (place: number) => new Date(start + place * 24 * hour).toISOString();
  const of: Record<number, Partial<WatchState['looks'][number]>> = {
    12: { verdict: 'broken' },
    13: { verdict: 'broken' },
    20: { verdict: 'at-risk' },
    21: { verdict: 'incomplete' },
    30: {
      verdict: null,
      failure: { code: 'unreachable', message: 'Jira is silent.', remedy: 'Look.', isFinal: false },
      compared: [],
    },
    47: { verdict: 'drifted', who: 'alice' },
  };
  const quiet: Pick<WatchEvent, 'notYetAt' | 'until' | 'changes' | 'thing'> = {
    ...{ notYetAt: null, until: null, changes: [], thing: 'checks' },
  };
  return {
    since: { apply: 'one', at: new Date(start - hour).toISOString(), who: 'alice', how: 'applied' },
    looks: Array.from({ length: 48 }, (_, place) => ({
      ...{ id: `look-${place}`, at: at(place), who: null, verdict: 'ready' as const, failure: null },
      compared: ['plugin', 'application'],
      ...of[place],
    })),
    events: [
      {
        ...{
          id: 'drift',
          at: at(47),
          notYetAt: at(46),
          until: null,
          thing: 'plugin',
          check: 'plugin-drifted',
          severity: 'serious',
        },
        title: 'Full Name Attribute in miniOrange on jira.acme.example differs from what was applied',
        message: 'Sign-ins go by what is set now, which nobody has checked and no dry run has tried.',
        changes: [
          {
            ...{ key: 'full-name', tab: 'User Profile', label: 'Full Name Attribute' },
            ...{ before: 'displayName', after: 'display_name', isSecret: false, hasSecretBefore: null },
            ...{ canBeReadBack: true, isRisky: null },
            meaning: 'New accounts get the full name that this brings.',
            tryIn: { step: 'mapping', field: 'fullName', value: 'display_name' },
            isWritten: true,
          },
        ],
      },
      {
        ...{ ...quiet, id: 'tls', at: at(40), until: at(40), check: 'tls-expires-soon', severity: 'good' },
        title: 'The TLS certificate of door.acme.example was renewed',
        message: 'It is valid until 25 Feb 2027, before that until 6 Dec 2026.',
      },
      {
        ...{ ...quiet, id: 'well', at: at(14), until: at(14), check: 'gateway-error', severity: 'good' },
        title: 'Casdoor answers again',
        message: 'All checks could be made.',
      },
      {
        ...{ ...quiet, id: 'gone', at: at(12), until: at(14), check: 'gateway-error', severity: 'blocker' },
        title: 'The proxy is there, Casdoor behind it is not',
        message: 'It answered 502. Nobody can sign in meanwhile.',
      },
    ],
    isLooking: false,
    nextAt: at(48),
    parts: [],
  };
};

for (const { width, colorScheme } of [
  { width: 1280, colorScheme: 'dark' },
  { width: 400, colorScheme: 'light' },
] as const)
  test(`48 looks and what changed, told in words, at ${width} px in ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.route('**/call', async (route) => {
      const { functionKey } = route.request().postDataJSON() as { functionKey: string };
      if (functionKey !== 'watchState') return route.continue();
      return route.fulfill({ json: { value: { ok: true, value: storied() } } });
    });
    await openWatch(page);
    await expect(
      page.getByRole('img', {
        name: '48 looks: 42 ready, 1 incomplete, 1 drifted, 1 at risk, 2 broken, 1 nothing seen',
      }),
    ).toBeVisible();
    const titles = page.getByRole('region', { name: 'What changed' }).getByRole('heading', { level: 3 });
    await expect(titles).toHaveCount(4);
    await expect(titles.first()).toContainText('Full Name Attribute');
    await expect(page.getByText(/It answered 502.*Over since/)).toBeVisible();
    expect(await faultsOf(page)).toEqual([]);
    await shoot(page, `watch-story-${width}-${colorScheme}`);
  });
