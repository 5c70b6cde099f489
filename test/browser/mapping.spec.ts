import type { Page } from '@playwright/test';
import { axe, expect, startDemo, stepLink, test, verdict } from './panel';

const field = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });
const username = (page: Page) => field(page, 'Username claim');
const fullName = (page: Page) => field(page, 'Full Name Attribute');
const people = (page: Page) => page.locator('.preview');
const how = (page: Page) => page.getByRole('button', { name: /^How .* is mapped$/ });
const summary = (page: Page) => page.getByTestId('people-summary');
const offered = (page: Page, label: string) => page.getByRole('table', { name: `Claims that fit better as ${label}` });

/** Ten people are there. */
const openMapping = async (page: Page, situation: RegExp = /^Everything is right/) => {
  await startDemo(page, situation);
  await stepLink(page, 'Mapping').click();
  await expect(how(page)).toHaveCount(10);
};

const openFold = (page: Page, name: RegExp) => page.locator('summary', { hasText: name }).click();

test('each keystroke judges ten people anew, and asks nobody', async ({ panel }) => {
  await openMapping(panel);
  const calls: string[] = [];
  panel.on('request', (request) => calls.push(request.url()));
  await username(panel).fill('display');
  await expect(people(panel)).toContainText('none');
  await expect(summary(panel)).toContainText('10 refused');
  await username(panel).pressSequentially('Name');
  await expect(summary(panel)).not.toContainText('10 refused');
  await expect(how(panel)).toHaveCount(10);
  expect(calls).toEqual([]);
});

test('a row opens to how it comes about, by the keyboard too, and stays open while something is typed', async ({
  panel,
}) => {
  await openMapping(panel);
  await how(panel).first().focus();
  await panel.keyboard.press('Enter');
  await expect(how(panel).first()).toHaveAttribute('aria-expanded', 'true');
  await expect(panel.locator('.trail')).toHaveCount(1);
  await expect(panel.locator('.trail')).toContainText('ID token');
  await expect(panel.getByText(/\d+ claims are never shown/)).toBeVisible();
  expect(await axe(panel)).toEqual([]);
});

test('under a faulty field stand claims that fit better, by figures; one click takes one, and it can be undone', async ({
  panel,
}) => {
  await openMapping(panel);
  await fullName(panel).fill('display_name');
  await expect(fullName(panel)).toHaveAttribute('aria-invalid', 'true');
  const table = offered(panel, 'Full Name Attribute');
  const best = table.getByRole('row').nth(1);
  await expect(table.getByRole('columnheader')).toHaveText(['Claim', 'Filled', 'Different', 'In Jira', 'Take it']);
  await expect(best).toContainText('displayName');
  // Most people of the demo have an account under this very name.
  expect(Number(await best.getByRole('cell').nth(3).textContent())).toBeGreaterThan(40);
  await best.getByRole('button', { name: 'Use displayName for Full Name Attribute' }).click();
  await expect(fullName(panel)).toHaveValue('displayName');
  await expect(fullName(panel)).toBeFocused();
  await expect(table).toHaveCount(0);
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(fullName(panel)).toHaveValue('display_name');
  await panel.getByRole('button', { name: 'Redo' }).focus();
  await panel.keyboard.press('Enter');
  await expect(fullName(panel)).toHaveValue('displayName');
  await panel.getByRole('heading', { level: 1 }).click();
  await panel.keyboard.press('Control+z');
  await panel.keyboard.press('Control+z');
  await expect(fullName(panel)).toHaveValue('displayName');
  await expect(panel.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await expect(panel.getByRole('button', { name: /^Save as version/ })).toHaveCount(0);
});

test('a claim by which nobody finds their account is shown by people, though Casdoor issues it', async ({ panel }) => {
  await openMapping(panel);
  await username(panel).fill('id');
  await expect(panel.getByText(/people find no account of Jira by it; by name \d+ of them find one\./)).toBeVisible();
  await offered(panel, 'Username claim')
    .getByRole('button', { name: /^Use name / })
    .click();
  await expect(username(panel)).toHaveValue('name');
  await expect(panel.getByText(/^Text such as .* · filled for \d+ of \d+ people, all different/).first()).toBeVisible();
});

test('what is wrong stands under its field: a pattern that Java refuses, a group that Casdoor never sends', async ({
  panel,
}) => {
  await openMapping(panel);
  const pattern = field(panel, 'Apply regular expression on username field');
  await pattern.fill('^([^@]+');
  await expect(pattern).toHaveAttribute('aria-invalid', 'true');
  await expect(panel.getByText(/^Java refuses it\. /)).toBeVisible();
  await pattern.fill('^([^.]+)');
  await expect(panel.getByText(/^Changes \d+ of \d+: .+ becomes .+/)).toBeVisible();
  await expect(pattern).not.toHaveAttribute('aria-invalid', 'true');

  await openFold(panel, /^User Groups: no claim/);
  await field(panel, 'Group Attribute').fill('groups');
  await panel.getByRole('button', { name: 'Add a group' }).click();
  await expect(field(panel, /^Group 1 of Jira/)).toBeFocused();
  await panel.keyboard.type('jira-users');
  await field(panel, /^Names from Casdoor that lead into jira-users/).fill('design');
  await expect(
    panel.getByText('Casdoor sends demo/design, not design; the plugin compares them exactly.'),
  ).toBeVisible();
  await field(panel, /^Names from Casdoor that lead into jira-users/).fill('demo/design');
  await expect(panel.getByText(/the plugin compares them exactly/)).toHaveCount(0);
  await expect(panel.locator('summary', { hasText: /^User Groups: 1 mapped, on-the-fly off/ })).toBeVisible();

  // Half a row is kept over a reload.
  await panel.getByRole('button', { name: 'Add a group' }).click();
  await field(panel, /^Names from Casdoor that lead into group 2/).fill('demo/sales');
  await expect(panel.getByText('The group has no name.')).toBeVisible();
  await panel.getByRole('button', { name: 'Save as version 2 and check' }).click();
  await expect(panel.getByText('A row of the group mapping has no group.')).toBeVisible();
  await panel.reload();
  await openFold(panel, /^User Groups: 2 mapped/);
  await expect(field(panel, /^Names from Casdoor that lead into group 2/)).toHaveValue('demo/sales');
  expect(await axe(panel)).toEqual([]);
});

test('settings act at once; one that is as the plugin comes stays out of what is saved', async ({ panel }) => {
  await openMapping(panel);
  await username(panel).fill('name');
  const updates = panel.getByLabel('Update attributes of existing users');
  await updates.press('Space');
  await expect(people(panel)).toContainText('kept from Jira');
  await openFold(panel, /^Sign In Settings: any domain, accounts are created/);
  await field(panel, 'Allowed Domains').fill('other.example;');
  await expect(panel.getByText(/^\d+ of \d+ e-mails have another domain/)).toBeVisible();
  await expect(field(panel, 'Allowed Domains')).toHaveValue('other.example;');
  await expect(summary(panel)).toContainText('refused');
  await expect(panel.locator('summary', { hasText: /^Sign In Settings: 1 domain/ })).toBeVisible();
  await field(panel, 'Allowed Domains').fill('');
  await updates.press('Space');
  // Everything is as it was, so there is nothing to save.
  await expect(panel.getByRole('button', { name: /^Save as version/ })).toHaveCount(0);
});

test('versions tell who changed what and when; one that is restored is a draft', async ({ panel }) => {
  await openMapping(panel);
  await username(panel).fill('id');
  await panel.getByRole('button', { name: 'Save as version 2 and check' }).click();
  await expect(verdict(panel)).toBeVisible();
  await panel.getByRole('button', { name: 'Versions' }).click();
  const dialog = panel.getByRole('dialog');
  const versions = dialog.locator('.versions > li');
  await expect(versions).toHaveCount(2);
  await expect(versions.first()).toContainText(/Version 2 .+, \d+ \w+, \d\d:\d\d/);
  await expect(versions.first()).toContainText('Username claim: name becomes id');
  expect(await axe(panel)).toEqual([]);
  await dialog.getByRole('button', { name: 'Restore version 1' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(username(panel)).toHaveValue('name');
  await expect(panel.getByRole('button', { name: 'Save as version 3 and check' })).toBeVisible();
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(username(panel)).toHaveValue('id');
});

test('a mapping starts from the documentation, from what fits, or from the plugin’s file', async ({ panel }) => {
  await openMapping(panel);
  const start = panel.getByRole('button', { name: 'Start from…' });
  await start.click();
  await expect(panel.getByRole('button', { name: /^Casdoor’s documentation/ })).toContainText(
    'which Casdoor never sends',
  );
  await panel.keyboard.press('Escape');
  await expect(start).toBeFocused();
  await start.click();
  await panel.getByRole('button', { name: /^Casdoor’s documentation/ }).click();
  await expect(fullName(panel)).toHaveValue('display_name');
  await expect(summary(panel)).toContainText('From get-account');
  await start.click();
  await panel.getByRole('button', { name: /^What fits this Casdoor/ }).click();
  await expect(fullName(panel)).toHaveValue('displayName');
  await expect(summary(panel)).toContainText('From the ID token, format JWT');

  await start.click();
  await panel.getByRole('button', { name: /^The plugin’s exported file/ }).click();
  const file = {
    PLUGIN_NAME: 'miniOrange OAuth',
    'OAuth Configuration': {
      CLIENT_ID: 'app-jira',
      CLIENT_SECRET: 'never-shown',
      AUTHORIZE_END_POINT: 'https://door.acme.example/login/oauth/authorize',
    },
    'Attribute Mapping': {
      USERNAME_ATTRIBUTE: 'email',
      EMAIL_ATTRIBUTE: 'email',
      FULL_NAME_ATTRIBUTE: 'displayName',
      KEEP_EXISTING_USER_ATTRIBUTES: true,
      LOGIN_USER_BY_ATTRIBUTE: 'email',
    },
  };
  await panel.getByRole('textbox', { name: 'Or paste what it holds' }).fill(JSON.stringify(file));
  await panel.getByRole('button', { name: 'Read it' }).click();
  await panel.getByRole('button', { name: 'Fill in this mapping' }).click();
  await expect(username(panel)).toHaveValue('email');
  await expect(panel.getByText('E-mail and full name of an account then stay as they are.')).toBeVisible();
  const kept = await panel.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(kept).not.toContain('never-shown');
});

test('somebody else is looked for in the whole directory, and stands on top', async ({ panel }) => {
  await openMapping(panel);
  const button = panel.getByRole('button', { name: 'Somebody else' });
  await button.click();
  const search = panel.getByRole('searchbox', { name: 'Somebody from the directory' });
  await expect(search).toBeFocused();
  await panel.keyboard.press('Escape');
  await expect(button).toBeFocused();
  await button.click();
  await search.fill('amara.okafor');
  await panel.locator('.person', { hasText: 'amara.okafor' }).click();
  await expect(how(panel)).toHaveCount(11);
  await expect(how(panel).first()).toHaveAttribute('aria-label', 'How amara.okafor is mapped');
  await expect(how(panel).first()).toBeFocused();
  // Her account was looked up, though Jira has too many to read them all.
  await expect(people(panel).getByRole('row').nth(1)).not.toContainText('Not certain');
  expect(await axe(panel)).toEqual([]);
});

test('people are read anew, and how old they are is said', async ({ panel }) => {
  await openMapping(panel);
  await expect(panel.getByText(/Read at \d\d:\d\d\./)).toBeVisible();
  const answered = panel.waitForResponse((response) => response.url().includes('/call'));
  await panel.getByRole('button', { name: 'Read anew' }).click();
  await answered;
  await expect(how(panel)).toHaveCount(10);
  await expect(panel.getByRole('link', { name: /^All [\d,]+ people: Directory/ })).toHaveAttribute(
    'href',
    '#/directory',
  );
});

test('at 400 px in dark a person is a card, and nothing sticks out', async ({ panel }) => {
  await openMapping(panel);
  await panel.emulateMedia({ colorScheme: 'dark' });
  await panel.setViewportSize({ width: 400, height: 900 });
  await fullName(panel).fill('display_name');
  await openFold(panel, /^User Groups/);
  await openFold(panel, /^Sign In Settings/);
  await how(panel).first().click();
  await expect(people(panel).locator('td[data-label="E-mail"]').first()).toBeVisible();
  expect(await panel.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(await axe(panel)).toEqual([]);
});
