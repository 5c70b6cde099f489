import type { Page } from '@playwright/test';
import { addressField, axe, expect, startDemo, stepLink, test, verdict } from './panel';

const clientId = (page: Page) => page.getByRole('textbox', { name: 'Client ID', exact: true });
const secretField = (page: Page) => page.getByLabel('Client secret', { exact: true });

const openClient = async (page: Page) => {
  await stepLink(page, 'Client').click();
  await expect(clientId(page)).toBeVisible();
};

test('what was typed and not saved survives a reload; a secret is kept nowhere in the browser', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await openClient(panel);
  await clientId(panel).fill('0123456789abcdef0123');
  await panel.getByRole('button', { name: 'Replace the client secret' }).click();
  await expect(secretField(panel)).toBeFocused();
  await secretField(panel).fill('typed-and-never-stored');
  await panel.reload();
  await expect(clientId(panel)).toHaveValue('0123456789abcdef0123');
  await expect(panel.getByText('Not saved yet')).toBeVisible();
  const stored = await panel.evaluate(() =>
    JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]),
  );
  expect(stored).toContain('0123456789abcdef0123');
  expect(stored).not.toContain('typed-and-never-stored');
  await panel.getByRole('button', { name: 'Back to what is saved' }).click();
  await expect(clientId(panel)).not.toHaveValue('0123456789abcdef0123');
});

test('a changed client ID takes the secret with it, and that is said', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await openClient(panel);
  await clientId(panel).fill('0123456789abcdef0123');
  await panel.getByRole('button', { name: 'Save and check' }).click();
  await expect(verdict(panel)).toContainText('Broken');
  await expect(panel.getByText('belonged to another client ID and was forgotten')).toBeVisible();
  await expect(clientId(panel)).toHaveAttribute('aria-invalid', 'true');
});

test('a verdict about earlier settings is none: it stands back until somebody checks again', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await openClient(panel);
  await expect(verdict(panel)).toContainText('Ready');
  await panel.getByRole('button', { name: 'Forget the client secret' }).click();
  await panel.getByRole('button', { name: 'Forget it' }).click();
  await expect(verdict(panel)).toContainText('What is saved now has not been checked yet');
  await panel.reload();
  await expect(verdict(panel)).toContainText('What is saved now has not been checked yet');
  await expect(stepLink(panel, 'Connect').first()).toContainText('Changed since the check');
  await panel.getByRole('button', { name: 'Check again' }).first().click();
  await expect(verdict(panel)).toContainText('Incomplete');
  await expect(stepLink(panel, 'Connect').first()).toContainText('Ready');
});

test('of two who save, the later one is asked, and both are kept until one is chosen', async ({
  panel,
  context,
  host,
}) => {
  await startDemo(panel, /^Everything is right/);
  await openClient(panel);
  const other = await context.newPage();
  await other.goto(`${host.origin}/#/client`);
  await expect(clientId(other)).toBeVisible();

  await other.getByRole('textbox', { name: 'Scope' }).fill('openid email');
  await other.getByRole('button', { name: 'Save and check' }).click();
  await expect(other.getByRole('button', { name: 'Check again', exact: true })).toBeVisible();

  await panel.getByRole('textbox', { name: 'Scope' }).fill('openid profile email');
  await panel.getByRole('button', { name: 'Save and check' }).click();
  const banner = panel.getByRole('region', { name: 'Somebody else saved' });
  await expect(banner).toContainText(/saved other settings at \d\d:\d\d/);
  await banner.getByRole('button', { name: 'Compare' }).click();
  const row = panel.getByRole('row', { name: /^Scope/ });
  await expect(row).toContainText('openid email');
  await expect(row).toContainText('openid profile email');
  expect(await axe(panel)).toEqual([]);

  await panel.reload();
  await expect(panel.getByRole('textbox', { name: 'Scope' })).toHaveValue('openid profile email');
  await panel
    .getByRole('region', { name: 'Somebody else saved' })
    .getByRole('button', { name: 'Save mine over them' })
    .click();
  await expect(panel.getByRole('region', { name: 'Somebody else saved' })).toBeHidden();
  await other.reload();
  await expect(other.getByRole('textbox', { name: 'Scope' })).toHaveValue('openid profile email');
});

test('a refused base URL is marked where it was typed, and nothing is cleared', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await openClient(panel);
  const baseUrl = panel.getByRole('textbox', { name: 'Base URL of Jira' });
  await baseUrl.fill('jira');
  await panel.getByRole('button', { name: 'Save and check' }).click();
  await expect(panel.getByText('"jira" is no address.')).toBeVisible();
  await expect(baseUrl).toHaveAttribute('aria-invalid', 'true');
  await expect(baseUrl).toHaveValue('jira');
});

test('a target is added from the settings of another, its addresses asked for anew', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  const opener = panel.getByRole('button', { name: /^Target:/ });
  await opener.click();
  await panel.getByRole('button', { name: /^Copy from/ }).click();
  await expect(panel.getByRole('heading', { level: 1, name: 'Client of a new target' })).toBeVisible();
  await expect(clientId(panel)).not.toHaveValue('');
  await expect(panel.getByRole('textbox', { name: 'Base URL of Jira' })).toHaveValue('');
  await panel.getByRole('textbox', { name: 'Base URL of Jira' }).fill('https://jira2.acme.example');
  await expect(panel.getByText('https://jira2.acme.example/plugins/servlet/oauth/callback')).toBeVisible();
  await panel.getByRole('button', { name: 'Save and check' }).click();
  await expect(panel.getByRole('heading', { level: 1, name: 'Client', exact: true })).toBeVisible();
  await expect(opener).toContainText('jira2.acme.example');
  await expect(verdict(panel)).toBeVisible();
});

test('an address that is forgotten takes its secret along and leads back to the beginning', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await panel.getByRole('button', { name: /^Forget 127/ }).click();
  await panel.getByRole('button', { name: /^Forget 127/ }).click();
  await expect(panel.getByRole('heading', { level: 1, name: 'Let people sign in to Jira with Casdoor' })).toBeVisible();
  await expect(addressField(panel)).toHaveValue('');
  await openClient(panel);
  await expect(panel.getByText('There is no address of Casdoor yet.')).toBeVisible();
});

test('code of a step that does not arrive leaves the other steps standing, and says what to do', async ({
  panel,
  wrongs,
}) => {
  const ofApply = /assets\/apply-[^/]*\.js$/;
  await panel.route(ofApply, (route) => route.abort());
  await startDemo(panel, /^Everything is right/);
  await stepLink(panel, 'Apply').click();
  await expect(panel.getByText('Apply could not be shown.')).toBeVisible();
  await openClient(panel);
  await stepLink(panel, 'Apply').click();
  await panel.unroute(ofApply);
  await panel.getByRole('button', { name: 'Reload the panel' }).click();
  // The browser and React told the console of it.
  expect(wrongs.splice(0).every((said) => /apply-|Failed to load|ErrorBoundary/.test(said))).toBe(true);
  await expect(panel.getByRole('heading', { name: 'Apply', level: 1 })).toBeVisible();
});
