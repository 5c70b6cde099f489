import { readFile } from 'node:fs/promises';
import http from 'node:http';
import type { Page } from '@playwright/test';
import type { AnswerOf, PanelCall } from '../../src/contract/panel-calls';
import { secretPlaceholder } from '../../src/targets/miniorange/import-file';
import { axe, test as base, expect, type OddPanel, startDemo, startOddPanel, stepLink } from './panel';

/** The step Apply up to the write, on the demo whose directories are read in a moment. */
const test = base.extend<{ village: OddPanel }>({
  village: async ({ page: _ }, use) => {
    const panel = await startOddPanel('village');
    await use(panel);
    await panel.stop();
  },
});

const openStep = async (page: Page, step: string): Promise<void> => {
  const opener = page.getByRole('button', { name: /All steps/ });
  if (await opener.isVisible()) await opener.click();
  await stepLink(page, step).click();
  await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible();
};

const openApply = async (page: Page, { address }: OddPanel): Promise<void> => {
  await page.goto(address);
  await startDemo(page, /^Everything is right/);
  await openStep(page, 'Apply');
};

const readAs = async (page: Page, user: string, password: string): Promise<void> => {
  const form = page.getByRole('form', { name: 'Credentials of Jira' });
  await form.getByRole('textbox', { name: 'User name in Jira' }).fill(user);
  await form.getByLabel('Password', { exact: true }).fill(password);
  await form.getByRole('button', { name: 'Read the plugin’s settings' }).click();
};
const readPlugin = (page: Page) => readAs(page, 'emergency-admin', 'Way-back-123');

const dryRun = async (page: Page): Promise<void> => {
  await openStep(page, 'Directory');
  await page.getByRole('button', { name: 'Read both directories' }).first().click();
  await expect(page.getByText(/People are kept until/)).toBeVisible({ timeout: 40_000 });
};

const difference = (page: Page) => page.getByRole('table', { name: 'What would be written' });
const guards = (page: Page) => page.getByRole('list', { name: 'What must hold before it is written' });
const write = (page: Page) => page.getByRole('button', { name: /^Write \d+ fields? to Jira$/ });
const wayBack = (page: Page) => page.getByRole('form', { name: 'Way back in' });
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Somebody else works at the plugin. */
const atPlugin = (baseUrl: string, method: 'GET' | 'POST', body?: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { host, port } = new URL(baseUrl);
    const authorization = `Basic ${Buffer.from('emergency-admin:Way-back-123').toString('base64')}`;
    const asked = http.request(
      {
        ...{ host: '127.0.0.1', port, method, path: '/plugins/servlet/oauth/configureplugin', agent: false },
        headers: { host, authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      },
      (answer) => {
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        answer.on('end', () => resolve(text));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });

/** Has one call of the panel answered otherwise than the backend does: what no plugin of this machine does in time. */
const alter = async <Call extends PanelCall>(
  page: Page,
  call: Call,
  change: (answer: AnswerOf<Call>) => unknown,
): Promise<void> => {
  await page.exposeFunction('alterAnswer', change);
  await page.addInitScript((altered) => {
    const { fetch } = globalThis;
    const { alterAnswer } = globalThis as unknown as { alterAnswer: (answer: unknown) => Promise<unknown> };
    globalThis.fetch = async (input, init) => {
      const answer = await fetch(input, init);
      const { functionKey } = JSON.parse(String(init?.body ?? '{}')) as { functionKey?: string };
      if (functionKey !== altered) return answer;
      const { value } = (await answer.json()) as { value: unknown };
      return new Response(JSON.stringify({ value: await alterAnswer(value) }));
    };
  }, call);
};

test('credentials are judged before anything is written, and nothing typed is lost but the password', async ({
  page,
  village,
}) => {
  await openApply(page, village);
  const form = page.getByRole('form', { name: 'Credentials of Jira' });
  await form.getByLabel('Password', { exact: true }).fill('Way:back');
  await expect(form).toContainText('The password has a colon');
  await readAs(page, 'emergency-admin', 'wrong');
  const refusal = page.getByRole('region', { name: 'No plan' });
  await expect(refusal).toContainText('did not take the user name and password');
  await expect(refusal.getByRole('button')).toHaveCount(0);
  await expect(form.getByRole('textbox', { name: 'User name in Jira' })).toHaveValue('emergency-admin');
  await expect(form.getByLabel('Password', { exact: true })).toHaveValue('');
  expect(await axe(page)).toEqual([]);
  // Whoever looks in again does not try the same ones once more.
  let plans = 0;
  await page.route('**/call', async (route) => {
    if (route.request().postData()?.includes('"planApply"')) plans += 1;
    await route.fallback();
  });
  await openStep(page, 'Mapping');
  await openStep(page, 'Apply');
  await expect(refusal).toBeVisible();
  expect(plans).toBe(0);
  await readPlugin(page);
  await expect(difference(page)).toBeVisible();
  expect(plans).toBe(1);
  await expect(page.getByRole('group', { name: 'Credentials of the plugin' })).toContainText(
    'User name emergency-admin and a password, saved',
  );
  await page.getByRole('button', { name: 'Forget', exact: true }).click();
  await page.getByRole('button', { name: 'Forget them' }).click();
  await expect(form).toBeVisible();
  await expect(page.getByTestId('announcement')).toHaveText('The credentials are forgotten.');
});

test('what would be written is the page; it is guarded, and written by one press', async ({ page, village }) => {
  test.setTimeout(110_000);
  await openApply(page, village);
  await readPlugin(page);
  await expect(page.getByText(/^These 8 fields of miniOrange on jira\..* would be written\./)).toBeVisible();
  const name = difference(page).getByRole('row', { name: /^Full Name Attribute/ });
  await expect(name.locator('mark')).toHaveText(['_n', 'N']);
  await expect(difference(page).getByRole('row', { name: /^Logout Endpoint/ })).toContainText('empty');
  await page.getByText('25 fields stay as they are').click();
  await expect(page.locator('.unchanged')).toContainText('Client Id, Client Secret');
  await expect(stepLink(page, 'Apply')).toContainText('8 fields to write');

  await expect(write(page)).toBeDisabled();
  // The plugin's own account was accepted already; another one is tried beside.
  await page.getByRole('button', { name: 'Try another emergency account' }).click();
  await wayBack(page).getByRole('textbox', { name: 'Emergency account of Jira' }).fill('emergency-admin');
  await wayBack(page).getByLabel('Its password').fill('not-this');
  await wayBack(page).getByRole('button', { name: 'Try the way back in' }).click();
  await expect(wayBack(page)).toContainText('emergency-admin was not accepted by its password');
  await expect(wayBack(page).getByLabel('Its password')).toHaveValue('');
  await wayBack(page).getByLabel('Its password').fill('Way-back-123');
  await wayBack(page).getByRole('button', { name: 'Try the way back in' }).click();
  const untold = guards(page).getByRole('listitem').filter({ hasText: 'signs in to emergency-admin cannot be told' });
  await untold.getByRole('link', { name: 'Make one in Directory' }).click();
  await dryRun(page);
  await openStep(page, 'Apply');
  await expect(guards(page)).toContainText('There is a way back in');
  await expect(guards(page)).toContainText('By the dry run no administrator loses rights or access.');
  await expect(page.getByTestId('write-waits')).toContainText('It waits for 1 thing');
  await guards(page)
    .getByRole('checkbox', { name: /^Write anyway: It may be that nobody can sign in/ })
    .check();
  await expect(write(page)).toBeEnabled();
  await expect(page.getByText('as long as npm start runs, else at its next start')).toBeVisible();
  expect(await axe(page)).toEqual([]);

  const redirect = page.getByRole('region', { name: 'Send everybody to the new sign-in' });
  await redirect.getByRole('button', { name: 'Look at this plan' }).click();
  await expect(page.getByText(/^This field of miniOrange/)).toBeVisible();
  await expect(difference(page).getByRole('row', { name: /^Auto Redirect/ })).toContainText('on');
  await expect(guards(page)).toContainText('Nobody but administrators has come in through the plugin yet.');
  await expect(page.getByRole('button', { name: 'Write 1 field to Jira' })).toBeDisabled();
  await page.getByRole('button', { name: 'Back to the fields of the settings' }).click();

  await guards(page)
    .getByRole('checkbox', { name: /^Write anyway/ })
    .check();
  const pressed = page.waitForRequest((request) => request.postData()?.includes('"startApply"') === true);
  await write(page).click();
  const sent = ((await pressed).postDataJSON() as { payload: Record<string, unknown> }).payload;
  expect(sent).toMatchObject({ change: { kind: 'settings' }, overruled: ['sign-in-missing'], keepWithin: 600_000 });
  await expect(page.getByRole('heading', { name: 'Written and verified' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Written and verified' })).toBeFocused();
});

test('what somebody else changed between the look and the press is shown before it is written', async ({
  page,
  village,
}) => {
  test.setTimeout(110_000);
  await page.goto(village.address);
  await startDemo(page, /^Everything is right/);
  await dryRun(page);
  await openStep(page, 'Apply');
  await readPlugin(page);
  await guards(page)
    .getByRole('checkbox', { name: /^Write anyway/ })
    .check();
  await expect(write(page)).toBeEnabled();
  const baseUrl = await page.evaluate(async () => document.querySelector('.target-place')?.textContent ?? '');
  const now = JSON.parse(await atPlugin(`http://${baseUrl}`, 'GET')) as Record<string, unknown>;
  expect(
    await atPlugin(
      `http://${baseUrl}`,
      'POST',
      JSON.stringify(now)
        .replace('"DISABLE_DEFAULT_LOGIN":"false"', '"DISABLE_DEFAULT_LOGIN":"true"')
        .replace('display_name', 'nickname'),
    ),
  ).toContain('SUCCESS');
  await write(page).click();
  await expect(page.getByRole('region', { name: 'What came of it' })).toContainText('Nothing was written');
  await expect(difference(page).getByRole('row', { name: /^Full Name Attribute/ })).toContainText('nickname');
  expect(JSON.parse(await atPlugin(`http://${baseUrl}`, 'GET'))).toMatchObject({
    'Sign In Settings': { DISABLE_DEFAULT_LOGIN: 'true' },
  });
  await expect(page.getByRole('region', { name: 'The plan has changed' })).toContainText(
    '“Full Name Attribute” holds “nickname” now, and held “display_name”.',
  );
  expect(await axe(page)).toEqual([]);

  // And somebody switches it off, while the plan stands there ready to be pressed.
  await guards(page)
    .getByRole('checkbox', { name: /^Write anyway/ })
    .check();
  await expect(write(page)).toBeEnabled();
  await village.turn({ product: 'jira', of: 'miniorange', to: { isEnabled: false } });
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(page.getByRole('region', { name: 'No plan' })).toContainText('is installed in Jira and switched off');
  await expect(write(page)).toBeDisabled();
  await expect(page.getByTestId('write-waits')).toContainText('until the plugin can be read again');
  await village.turn({ product: 'jira', of: 'miniorange', to: { isEnabled: true } });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Apply' })).toBeFocused();
  await expect(write(page)).toBeEnabled();
});

test('by hand: the list, a file that keeps other providers, and a look at what is exported then', async ({
  page,
  village,
}) => {
  await openApply(page, village);
  await page.getByRole('button', { name: 'Do it by hand instead' }).click();
  await expect(page.getByText(/^0 of \d+ ticked$/)).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Apply' })).toBeFocused();
  const place = await page.evaluate(() => document.querySelector('.target-place')?.textContent ?? '');
  const exported = await atPlugin(`http://${place}`, 'GET');
  const importing = page.getByRole('region', { name: 'Or a file to import' });
  const download = page.waitForEvent('download');
  await importing.getByRole('textbox').fill(exported);
  await importing.getByRole('button', { name: 'Make the file from it' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('miniorange-jira-localhost.json');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain('login.partners.example');
  expect(text).not.toContain('made-up-secret-of-the-partners');
  await expect(importing).toContainText('Identity Providers, 2, Application Configuration, CLIENT_SECRET');

  const comparing = page.getByRole('region', { name: 'Afterwards: look whether it is there' });
  await comparing.getByRole('textbox').fill(exported);
  await comparing.getByRole('button', { name: 'Compare it' }).click();
  await expect(comparing.getByRole('heading', { level: 3 })).toContainText('8 fields differ from the plan');
  await expect(comparing.getByRole('heading', { level: 3 })).toBeFocused();
  const secrets = (JSON.parse(exported) as { 'Identity Providers': Record<string, { CLIENT_SECRET: string }>[] })[
    'Identity Providers'
  ].map((one) => one['Application Configuration']?.CLIENT_SECRET ?? '');
  const typed = secrets.reduce((whole, secret) => whole.replace(secretPlaceholder, secret), text);
  await comparing.getByRole('textbox').fill(typed);
  await comparing.getByRole('button', { name: 'Compare it' }).click();
  await expect(comparing.getByRole('heading', { level: 3 })).toContainText(/: as planned, in all \d+ fields\.$/);
  await comparing.getByRole('textbox').fill('<html>');
  await comparing.getByRole('button', { name: 'Compare it' }).click();
  await expect(comparing.getByRole('alert')).toContainText('is not understood');
  expect(await axe(page)).toEqual([]);
  await page.reload();
  await expect(page.getByText(/^0 of \d+ ticked$/)).toBeVisible();
  await page.getByRole('button', { name: 'Have it written from here instead' }).click();
  await expect(page.getByRole('form', { name: 'Credentials of Jira' })).toBeVisible();
});

test('what holds exactly what is saved has nothing to write, and says so', async ({ page, village }) => {
  await alter(page, 'planApply', (answer) =>
    answer.ok ? { ...answer, value: { ...answer.value, summary: { ...answer.value.summary, changes: [] } } } : answer,
  );
  await openApply(page, village);
  await readPlugin(page);
  await expect(page.getByText(/^miniOrange on jira\..* holds exactly what is saved\./)).toBeVisible();
  await expect(write(page)).toHaveCount(0);
  expect(await axe(page)).toEqual([]);
});

for (const { width, colorScheme } of [
  { width: 1280, colorScheme: 'light' },
  { width: 400, colorScheme: 'dark' },
] as const)
  test(`secrets, findings, fields by hand and administrators at ${width} px in ${colorScheme}`, async ({
    page,
    village,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await alter(page, 'planApply', (answer) => (answer.ok ? { ...answer, value: worse(answer.value) } : answer));
    await openApply(page, village);
    await readPlugin(page);
    const secret = difference(page).getByRole('row', { name: /^Client Secret/ });
    await expect(secret).toContainText('set');
    await expect(secret).toContainText('changed');
    await expect(page.getByRole('region', { name: 'To be set on the plugin’s screen' })).toContainText(
      'Apply regular expression on groups: ^acme/(.+)$',
    );
    await expect(page.getByRole('article', { name: 'The licence of the plugin has expired' })).toBeVisible();
    await expect(page.locator('.difference-unread')).toContainText('Client secret is told by nothing');
    const replaced = page.getByRole('form', { name: 'Client secret that stands there now' });
    const typed = replaced.getByLabel('Client secret that stands there now');
    await typed.fill('two words');
    await expect(replaced).toContainText('There is a blank in it');
    await expect(replaced.getByRole('button')).toBeDisabled();
    await typed.fill('abc');
    await expect(replaced).toContainText('It has 3 characters; those that Casdoor makes have 40.');
    await replaced.getByRole('button', { name: 'Save it for the way back' }).click();
    // Of miniOrange, which tells its own.
    await expect(replaced.getByRole('alert')).toContainText('it need not be typed');
    await expect(typed).toHaveValue('abc');
    const confirm = page.getByRole('textbox', { name: 'Type Jira to confirm' });
    for (const tick of await guards(page).getByRole('checkbox').all()) await tick.check();
    await expect(write(page)).toBeDisabled();
    await confirm.fill('jira');
    await expect(write(page)).toBeEnabled();
    expect(await overflow(page)).toBe(0);
    expect(await axe(page)).toEqual([]);
    if (process.env.SHOTS !== undefined)
      await page.screenshot({ path: `${process.env.SHOTS}/apply-${width}-${colorScheme}.png`, fullPage: true });
  });

type Plan = Extract<AnswerOf<'planApply'>, { ok: true }>['value'];

/** A plan with everything that a plan can have. */
const worse = (plan: Plan): Plan => ({
  ...plan,
  summary: {
    ...plan.summary,
    changes: [
      {
        ...{ key: 'client-secret', tab: 'Configure OAuth', label: 'Client Secret', before: null, after: null },
        ...{ isSecret: true, hasSecretBefore: true, canBeReadBack: true, isRisky: null },
      },
      ...plan.summary.changes,
    ],
    unchanged: [
      ...plan.summary.unchanged,
      { key: '1:client-secret', tab: 'OpenID Connect settings', label: 'Client secret', isUnread: true },
    ],
  },
  byHand: [{ tab: 'User Groups', label: 'Apply regular expression on groups', value: '^acme/(.+)$' }],
  wayBack: { kind: 'proved', address: 'https://jira.acme.example/login.jsp?oauth_sso=false', account: 'emergency' },
  guards: [
    ...plan.guards
      .filter(({ id }) => id !== 'dry-run-missing')
      .map((guard) => (guard.canBeOverruled ? guard : { ...guard, holds: true })),
    {
      id: 'secret-cannot-return',
      holds: false,
      canBeOverruled: true,
      message: 'The client secret that is there now cannot be read, and was not typed.',
      consequence: 'A restore cannot put the old client secret back; it would have to be typed then.',
    },
    {
      id: 'administrators-affected',
      holds: false,
      canBeOverruled: true,
      message: '3 administrators would lose rights or access, according to the dry run.',
      consequence: '3 administrators may not be able to administer Jira any more.',
    },
    {
      id: 'product-name-untyped',
      holds: false,
      canBeOverruled: false,
      message: 'Type Jira to confirm, because administrators are affected.',
      consequence: null,
    },
  ],
  findings: [
    {
      ...{
        id: 'plugin-licence-invalid',
        area: 'plugin',
        title: 'Licence of the plugin',
        severity: 'serious',
        outcome: 'fail',
      },
      heading: ['The licence of the plugin has expired'],
      found: ['It ended on ', { code: '1 Nov 2026' }, '.'],
      why: ['People cannot sign in through it any more.'],
      fix: ['Renew it on the page Manage apps.'],
      ...{ headline: null, detail: null, blockedBy: null, copy: [], links: [], handOver: null, answered: null },
    },
  ],
});
