import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { emergencyAccount } from '../../local/demo/accounts';
import { findChromium } from './find-chromium';
import { startDemo, startOddPanel, stepLink, verdict } from './panel';

/** Takes the pictures of the README from the panel as it is today: `npm run pictures`. */
const main = async (): Promise<void> => {
  const { path, remove } = await findChromium();
  const panel = await startOddPanel('demo');
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu'] });
  const folder = join('docs', 'images');
  mkdirSync(folder, { recursive: true });
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      colorScheme: 'light',
      locale: 'en-GB',
    });
    await page.goto(panel.address);
    await startDemo(page, /^A slash too many/);
    await stepLink(page, 'Client').first().click();
    await page.getByRole('heading', { name: 'Client', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Copy report' }).waitFor();
    await page.screenshot({ path: join(folder, 'client.png'), fullPage: true });
    await stepLink(page, 'Sign-in').click();
    await page.getByRole('button', { name: 'Start a test sign-in' }).click();
    const link = await page.locator('.copy-box code').first().textContent();
    const person = await browser.newPage();
    await person.goto(link ?? '');
    await person.getByRole('button', { name: /^Go on to/ }).click();
    await person.getByRole('textbox', { name: /^User name/ }).fill('ben.carter');
    await person.getByRole('textbox', { name: 'Password' }).fill('Pass-123');
    await person.getByRole('button', { name: 'Sign in', exact: true }).click();
    await person.getByRole('heading', { name: 'The sign-in worked' }).waitFor();
    await person.close();
    await verdict(page).waitFor();
    await page.getByRole('row', { name: /^name / }).waitFor();
    await page.screenshot({ path: join(folder, 'sign-in.png'), fullPage: true });
    await stepLink(page, 'Connect').click();
    await page.locator('summary', { hasText: 'Another situation' }).click();
    await startDemo(page, /^Three administrators/);
    await stepLink(page, 'Mapping').click();
    await page.getByRole('button', { name: /^Use name / }).waitFor();
    await page.screenshot({ path: join(folder, 'mapping.png'), fullPage: true });
    await stepLink(page, 'Directory').click();
    await page.getByRole('button', { name: 'Read both directories' }).click();
    await page.getByText(/People are kept until/).waitFor({ timeout: 120_000 });
    // What stands further down is for whoever runs it.
    await page.screenshot({
      path: join(folder, 'directory.png'),
      clip: { x: 0, y: 0, width: 1280, height: 1230 },
      fullPage: true,
    });
    await stepLink(page, 'Connect').click();
    await page.locator('summary', { hasText: 'Another situation' }).click();
    await startDemo(page, /^Everything is right/);
    // Until then the situation before still stands there.
    await page.getByText(/^This is the demo: everything is right/i).waitFor();
    await stepLink(page, 'Directory').click();
    await page.getByRole('button', { name: 'Read both directories' }).click();
    await page.getByText(/People are kept until/).waitFor({ timeout: 120_000 });
    await stepLink(page, 'Apply').click();
    await page.getByRole('textbox', { name: 'User name in Jira' }).fill(emergencyAccount.name);
    await page.getByLabel('Password', { exact: true }).fill(emergencyAccount.password);
    // Watch looks with them afterwards.
    await page.getByRole('checkbox', { name: /^Keep them/ }).check();
    await page.getByRole('button', { name: 'Read the plugin’s settings' }).click();
    const write = page.getByRole('button', { name: /^Write \d+ fields? to/ });
    await write.waitFor();
    await page.screenshot({
      path: join(folder, 'apply.png'),
      clip: { x: 0, y: 0, width: 1280, height: 1320 },
      fullPage: true,
    });
    await page.getByRole('checkbox', { name: /^Write anyway/ }).check();
    await write.click();
    await page.getByRole('heading', { name: 'Written and verified' }).waitFor({ timeout: 60_000 });
    await page.screenshot({
      path: join(folder, 'applied.png'),
      clip: { x: 0, y: 0, width: 1280, height: 1180 },
      fullPage: true,
    });
    await page.getByRole('textbox', { name: 'I came in as' }).fill('amara.okafor');
    await page.getByRole('checkbox', { name: /^I signed in/ }).check();
    await page.getByRole('button', { name: 'Say that I came in' }).click();
    await page.getByRole('button', { name: 'Keep the new ones' }).click();
    await page.getByRole('heading', { name: 'The new settings are kept' }).waitFor();
    await panel.turn({ product: 'jira', of: 'sign-in-settings', to: { ALLOWED_DOMAINS: 'acme.example' } });
    await stepLink(page, 'Watch').click();
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByRole('link', { name: 'Write again…' }).waitFor({ timeout: 60_000 });
    await page.screenshot({ path: join(folder, 'watch.png'), fullPage: true });
  } finally {
    await browser.close();
    await panel.stop();
    if (remove !== null) rmSync(remove, { recursive: true, force: true });
  }
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
