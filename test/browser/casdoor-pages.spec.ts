import { createServer } from 'node:http';
import { expect, type Page, test } from '@playwright/test';
import { type LoopbackListener, listenOnLoopback } from '../../local/casdoor/loopback';
import { type RunningDemo, startDemo } from '../../local/demo/start-demo';
import { axe } from './panel';

/** The pages of the embedded Casdoor, on which somebody meets what a real one asks. */
let demo: RunningDemo;
let relyingParty: LoopbackListener;

test.beforeAll(async () => {
  demo = await startDemo({ firstPort: 0 });
  relyingParty = await listenOnLoopback(
    createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<!doctype html><html lang="en"><title>Back</title><h1>Back</h1></html>');
    }),
  );
});
test.afterAll(async () => {
  await demo.close();
  await relyingParty.close();
});

const open = async (page: Page, situation = 'healthy') => {
  const told = await demo.demo.start(situation);
  if (told === undefined) throw new Error(`There is no situation "${situation}".`);
  const query = new URLSearchParams({
    client_id: told.target.clientId,
    response_type: 'code',
    redirect_uri: `${relyingParty.address}/back`,
    scope: told.target.scopes,
    state: 'state_1-x',
  });
  await page.goto(`${told.address}/login/oauth/authorize?${query.toString()}`);
};

const signInAs = async (page: Page, name: string) => {
  await page.getByLabel('User name, e-mail or phone').fill(name);
  await page.getByLabel('Password').fill('Pass-123');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

/** What came back to the relying party. */
const cameBack = async (page: Page) => {
  await expect(page.getByRole('heading', { name: 'Back' })).toBeVisible();
  return Object.fromEntries(new URL(page.url()).searchParams);
};

const faultsOf = async (page: Page): Promise<string[]> => {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return [...(overflow > 0 ? [`${overflow} px wider than the window`] : []), ...(await axe(page))];
};

const heading = (page: Page, name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

for (const { width, colorScheme } of [
  { width: 1280, colorScheme: 'light' },
  { width: 400, colorScheme: 'dark' },
] as const)
  test(`axe finds nothing on them and nothing sticks out at ${width} px in ${colorScheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const wrongs: string[] = [];
    page.on('console', (message) => wrongs.push(message.text()));
    await open(page);
    await heading(page, 'Sign in to Acme (demo)');
    expect(await faultsOf(page)).toEqual([]);
    await signInAs(page, 'ivan.gone');
    await expect(page.getByRole('alert')).toContainText('Failed to sign in: The user is forbidden to sign in');
    expect(await faultsOf(page)).toEqual([]);
    await signInAs(page, 'petra.novak');
    await heading(page, 'My Account');
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign out of Casdoor' }).click();
    await signInAs(page, 'rosa.lindqvist');
    await heading(page, 'Multi-factor authentication');
    expect(await faultsOf(page)).toEqual([]);
    await open(page, 'consent-asked');
    await signInAs(page, 'ben.carter');
    await heading(page, 'Authorization Request');
    expect(await faultsOf(page)).toEqual([]);
    await open(page);
    await expect(page.getByRole('button', { name: 'ben.carter' })).toBeVisible();
    expect(await faultsOf(page)).toEqual([]);
    await open(page, 'redirect-uri-slash');
    await page.goto(page.url().replace(/redirect_uri=[^&]*/, 'redirect_uri=https://other.example/'));
    await heading(page, 'There was a problem signing you in..');
    expect(await faultsOf(page)).toEqual([]);
    expect(wrongs).toEqual([]);
  });

test('a person is chosen and signs in by keyboard alone', async ({ page }) => {
  await open(page);
  await expect(page.getByLabel('User name, e-mail or phone')).toBeFocused();
  await page.getByRole('link', { name: /^ben\.carter/ }).focus();
  await page.keyboard.press('Enter');
  const button = page.getByRole('button', { name: 'Sign in', exact: true });
  await expect(button).toBeFocused();
  await expect(page.getByLabel('User name, e-mail or phone')).toHaveValue('ben.carter');
  await page.keyboard.press('Enter');
  expect(await cameBack(page)).toEqual({ code: expect.stringMatching(/^[0-9a-f]{20}$/), state: 'state_1-x' });
});

test('a code of the authenticator app is typed in, after a wrong one', async ({ page }) => {
  await open(page);
  await signInAs(page, 'rosa.lindqvist');
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('totp passcode error');
  const told = await page.locator('code').first().textContent();
  await page.getByLabel('Code', { exact: true }).fill(told ?? '');
  await page.getByRole('button', { name: 'Next Step' }).click();
  expect(await cameBack(page)).toMatchObject({ state: 'state_1-x', code: expect.any(String) });
});

test('consent is denied, which is told, and then given', async ({ page }) => {
  await open(page, 'consent-asked');
  await signInAs(page, 'amara.okafor');
  await page.getByRole('button', { name: 'Deny' }).click();
  expect(await cameBack(page)).toEqual({
    error: 'access_denied',
    error_description: 'User denied consent',
    state: 'state_1-x',
  });
  await open(page, 'consent-asked');
  await page.getByRole('button', { name: /^amara\.okafor/ }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  expect(await cameBack(page)).toMatchObject({ code: expect.stringMatching(/^[0-9a-f]{20}$/) });
});

test('an open session answers by itself, and a private window asks', async ({ page, browser }) => {
  await open(page, 'session-answers');
  await signInAs(page, 'ben.carter');
  await cameBack(page);
  await open(page, 'session-answers');
  expect(await cameBack(page)).toMatchObject({ code: expect.stringMatching(/^[0-9a-f]{20}$/) });
  await open(page);
  await page.getByRole('button', { name: 'Sign out of Casdoor' }).click();
  await expect(page.getByRole('button', { name: 'ben.carter' })).toBeHidden();
  const another = await browser.newContext();
  const window = await another.newPage();
  await open(window, 'session-answers');
  await expect(window.getByLabel('Password')).toBeVisible();
  await another.close();
});
