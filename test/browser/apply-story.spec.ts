import type { Browser, Page } from '@playwright/test';
import { emergencyAccount } from '../../local/demo/accounts';
import { axe, expect, startDemo, startOddPanel, stepLink, test, verdict } from './panel';

/** The whole way, as somebody goes it who has nothing yet: in a demo of 2,000 people, which differs in nothing else. */
const openStep = async (page: Page, step: string) => {
  const opener = page.getByRole('button', { name: /All steps/ });
  if (await opener.isVisible()) await opener.click();
  await stepLink(page, step).click();
  await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible();
};

/** A private window: nothing in it knows of the panel. */
const privately = async (browser: Browser, act: (page: Page) => Promise<void>): Promise<void> => {
  const context = await browser.newContext();
  try {
    await act(await context.newPage());
  } finally {
    await context.close();
  }
};

const typeAtCasdoor = async (page: Page, name: string) => {
  await page.getByRole('textbox', { name: /^User name/ }).fill(name);
  await page.getByRole('textbox', { name: 'Password' }).fill('Pass-123');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

const firstCopied = async (page: Page): Promise<string> =>
  (await page.locator('.copy-box code').first().textContent()) ?? '';

const testSignIn = async (page: Page, browser: Browser, name: string) => {
  await openStep(page, 'Sign-in');
  await page.getByRole('button', { name: 'Start a test sign-in' }).click();
  const link = await firstCopied(page);
  await privately(browser, async (person) => {
    await person.goto(link);
    await person.getByRole('button', { name: /^Go on to/ }).click();
    await typeAtCasdoor(person, name);
    await expect(person.getByRole('heading', { name: 'The sign-in worked' })).toBeVisible();
  });
  await expect(verdict(page)).toContainText(`${name} would get in`);
  await page.getByRole('button', { name: 'Yes', exact: true }).click();
};

const readDirectories = async (page: Page, verdictWords: string) => {
  await openStep(page, 'Directory');
  await page
    .getByRole('button', { name: /^(Read both directories|Run again)$/ })
    .first()
    .click();
  await expect(verdict(page)).toContainText(verdictWords, { timeout: 60_000 });
};

/** With the account that nobody in Casdoor reaches, which proves the way back as well. */
const readPlugin = async (page: Page, product: string) => {
  await openStep(page, 'Apply');
  await page.getByRole('textbox', { name: `User name in ${product}` }).fill(emergencyAccount.name);
  await page.getByLabel('Password', { exact: true }).fill(emergencyAccount.password);
  await page.getByRole('button', { name: 'Read the plugin’s settings' }).click();
  await expect(guards(page)).toContainText(`${emergencyAccount.name} was accepted by password`);
};

const guards = (page: Page) => page.getByRole('list', { name: 'What must hold before it is written' });
const writeButton = (page: Page) => page.getByRole('button', { name: /^Write \d+ fields? to/ });
const keepButton = (page: Page) => page.getByRole('button', { name: 'Keep the new ones' });
const outcome = (page: Page, heading: string | RegExp) =>
  expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible();

/** In a private window, through the button of the plugin, to whoever the product then takes it for. */
const comeIn = (browser: Browser, door: string, button: string, [name, account]: [string, string]) =>
  privately(browser, async (person) => {
    await person.goto(door);
    await person.getByRole('link', { name: button, exact: true }).click();
    await typeAtCasdoor(person, name);
    await expect(person.locator('#who')).toHaveText(account);
    expect(new URL(person.url()).origin).toBe(new URL(door).origin);
  });

const sayCameIn = async (page: Page, account: string) => {
  const told = page.getByRole('form', { name: 'Say who came in' });
  await told.getByRole('textbox', { name: 'I came in as' }).fill(account);
  await told.getByRole('checkbox').check();
  await told.getByRole('button', { name: 'Say that I came in' }).click();
  await expect(page.getByRole('list', { name: 'Came in through the plugin' })).toContainText(account);
};

test('from nothing to settings that are kept, and back from those that nobody keeps', async ({ page, browser }) => {
  test.setTimeout(150_000);
  const { address, stop, tell } = await startOddPanel('village');
  try {
    await page.goto(address);
    await startDemo(page, /^A slash too many/);
    await openStep(page, 'Client');
    await page.getByRole('button', { name: /^Mend it in Casdoor/ }).click();
    await page.getByRole('button', { name: /^Add this redirect URI to jira-slash on / }).click();
    await expect(verdict(page)).toContainText('Ready');
    await testSignIn(page, browser, 'amara.okafor');
    await openStep(page, 'Mapping');
    await expect(verdict(page)).toContainText('Ready');
    await readDirectories(page, 'Nobody would lose an account, rights or a group');

    await readPlugin(page, 'Jira');
    await expect(writeButton(page)).toHaveText('Write 10 fields to Jira');
    expect(await axe(page)).toEqual([]);
    await writeButton(page).click();
    await outcome(page, 'Written and verified');
    await expect(keepButton(page)).toBeDisabled();
    const door = await firstCopied(page);
    expect(door).toMatch(/^http:\/\/jira\.localhost:\d+\/login\.jsp$/);
    await comeIn(browser, door, 'Use OAuth Login: casdoor', ['amara.okafor', 'amara.okafor']);
    await sayCameIn(page, 'amara.okafor');
    expect(await axe(page)).toEqual([]);
    await keepButton(page).click();
    await outcome(page, 'The new settings are kept');

    // Of 49 people in 50 that is the name of their account, and of three administrators it is not.
    await openStep(page, 'Mapping');
    await page.getByRole('textbox', { name: 'Username claim' }).fill('ldap');
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(page.getByRole('button', { name: 'Check again', exact: true }).first()).toBeVisible();
    await readDirectories(page, '3 of 5 administrators would lose access');
    await readPlugin(page, 'Jira');
    await expect(guards(page)).toContainText('3 administrators would lose rights or access');
    await expect(writeButton(page)).toHaveText('Write 1 field to Jira');
    await expect(writeButton(page)).toBeDisabled();
    await guards(page)
      .getByRole('checkbox', { name: /^Write anyway: 3 administrators/ })
      .check();
    await expect(writeButton(page)).toBeDisabled();
    await page.getByRole('textbox', { name: 'Type Jira to confirm' }).fill('Jira');
    await writeButton(page).click();
    await outcome(page, 'Written and verified');
    await comeIn(browser, door, 'Use OAuth Login: casdoor', ['amara.okafor', 'aokafor']);
    await sayCameIn(page, 'aokafor');
    await expect(page.getByRole('list', { name: 'Came in through the plugin' })).toContainText('No administrator');
    await expect(keepButton(page)).toBeDisabled();

    // The panel is closed, and the ten minutes pass.
    await page.goto('about:blank');
    tell('later 601');
    await privately(browser, async (person) => {
      // The button stays; whom it leads to is who it was before.
      await expect(async () => {
        await person.context().clearCookies();
        await person.goto(door);
        await person.getByRole('link', { name: 'Use OAuth Login: casdoor', exact: true }).click();
        await typeAtCasdoor(person, 'amara.okafor');
        await expect(person.locator('#who')).toHaveText('amara.okafor', { timeout: 1000 });
      }).toPass({ timeout: 30_000 });
    });
    await page.goto(address);
    await openStep(page, 'Apply');
    await outcome(page, 'The old settings are back');
    await expect(page.getByText('Nobody kept the new ones in time')).toBeVisible();
    await expect(page.getByText('132 people who were noted')).toBeVisible();
    expect(await axe(page)).toEqual([]);
  } finally {
    await stop();
  }
});
