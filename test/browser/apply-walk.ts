import type { Browser, Page } from '@playwright/test';
import { emergencyAccount } from '../../local/demo/accounts';
import { expect, stepLink, verdict } from './panel';

/** The steps of an apply in the demo, as somebody goes them. */
export const openStep = async (page: Page, step: string) => {
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

export const firstCopied = async (page: Page): Promise<string> =>
  (await page.locator('.copy-box code').first().textContent()) ?? '';

export const testSignIn = async (page: Page, browser: Browser, name: string) => {
  await openStep(page, 'Sign-in');
  // The answer stands above the button, which goes down with it.
  await expect(page.getByText('Casdoor is being asked for this redirect URI.')).toBeHidden();
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

export const readDirectories = async (page: Page, verdictWords: string) => {
  await openStep(page, 'Directory');
  await page
    .getByRole('button', { name: /^(Read both directories|Run again)$/ })
    .first()
    .click();
  await expect(verdict(page)).toContainText(verdictWords, { timeout: 60_000 });
};

/** With the account that nobody in Casdoor reaches, which proves the way back as well. */
export const readPlugin = async (page: Page, product: string) => {
  await openStep(page, 'Apply');
  await page.getByRole('textbox', { name: `User name in ${product}` }).fill(emergencyAccount.name);
  await page.getByLabel('Password', { exact: true }).fill(emergencyAccount.password);
  await page.getByRole('button', { name: 'Read the plugin’s settings' }).click();
  await expect(guards(page)).toContainText(`${emergencyAccount.name} was accepted by password`);
};

/** Where the plugin is written with something else than that account. */
export const proveWayBack = async (page: Page, product: string) => {
  const form = page.getByRole('form', { name: 'Way back in' });
  await form.getByRole('textbox', { name: `Emergency account of ${product}` }).fill(emergencyAccount.name);
  await form.getByLabel('Its password').fill(emergencyAccount.password);
  await form.getByRole('button', { name: 'Try the way back in' }).click();
  await expect(guards(page)).toContainText(`${emergencyAccount.name} was accepted by password`);
};

export const guards = (page: Page) => page.getByRole('list', { name: 'What must hold before it is written' });
export const writeButton = (page: Page) => page.getByRole('button', { name: /^Write \d+ fields? to/ });
export const keepButton = (page: Page) => page.getByRole('button', { name: 'Keep the new ones' });
export const outcome = (page: Page, heading: string) =>
  expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible();

/** Through the button of the plugin on the product's own page, to whoever the product then takes the person for. */
const throughPlugin = async (person: Page, door: string, button: string, name: string) => {
  await person.goto(door);
  await person.getByRole('link', { name: button, exact: true }).click();
  await typeAtCasdoor(person, name);
};

export const comeIn = (browser: Browser, door: string, button: string, [name, account]: [string, string]) =>
  privately(browser, async (person) => {
    await throughPlugin(person, door, button, name);
    await expect(person.locator('#who')).toHaveText(account);
    expect(new URL(person.url()).origin).toBe(new URL(door).origin);
  });

/** The same, tried until the person is who they were before. */
export const comeInAtLast = (browser: Browser, door: string, button: string, [name, account]: [string, string]) =>
  expect(() =>
    privately(browser, async (person) => {
      await throughPlugin(person, door, button, name);
      await expect(person.locator('#who')).toHaveText(account, { timeout: 1000 });
    }),
  ).toPass({ timeout: 30_000 });

export const sayCameIn = async (page: Page, account: string) => {
  const told = page.getByRole('form', { name: 'Say who came in' });
  await told.getByRole('textbox', { name: 'I came in as' }).fill(account);
  await told.getByRole('checkbox').check();
  await told.getByRole('button', { name: 'Say that I came in' }).click();
  await expect(page.getByRole('list', { name: 'Came in through the plugin' })).toContainText(account);
};
