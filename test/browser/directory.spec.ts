import { readFile } from 'node:fs/promises';
import { type Download, type Page, test as plainTest } from '@playwright/test';
import { acme } from '../../local/casdoor/documents';
import { addressField, axe, expect, type OddPanel, startDemo, startOddPanel, stepLink, test, verdict } from './panel';

/** A run of 50,000 people takes longer than a check. */
const runLasts = { timeout: 120_000 };

const openStep = async (page: Page, step = 'Directory') => {
  const opener = page.getByRole('button', { name: /All steps/ });
  if (await opener.isVisible()) await opener.click();
  await stepLink(page, step).click();
  await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible();
};

const kept = (page: Page) => page.getByText(/People are kept until/);
const groupLine = (page: Page, name: RegExp) =>
  page.getByRole('region', { name: 'Groups' }).getByRole('button', { name });
const grid = (page: Page) => page.getByRole('grid');
const drawer = (page: Page) => page.getByRole('dialog');
const activeRow = (page: Page) => page.locator('.virtual-row.is-active');

const runIt = async (page: Page, button = 'Read both directories') => {
  await page.getByRole('button', { name: button, exact: true }).first().click();
  await expect(kept(page)).toBeVisible(runLasts);
};

/** Reads what a press hands over as a file. */
const textOf = async (download: Download): Promise<string> => {
  const path = await download.path();
  return readFile(path, 'utf8');
};

const exported = async (page: Page, format: string): Promise<{ name: string; text: string }> => {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: new RegExp(`^${format}`) }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await textOf(download) };
};

test('a run names the administrators who would be locked out, and leads to each of them and to what to do', async ({
  panel,
}) => {
  test.setTimeout(240_000);
  await startDemo(panel, /^Three administrators/);
  await openStep(panel);
  await expect(panel.getByText('It reads and never writes.', { exact: false })).toBeVisible();
  await runIt(panel);
  await expect(verdict(panel)).toContainText('3 of 41 administrators would lose');
  await expect(verdict(panel)).toContainText('At risk');
  await expect(panel.getByTestId('announcement')).toContainText('3 of 41 administrators');
  await expect(stepLink(panel, 'Directory')).toContainText('3 administrators');
  await expect(panel.getByText('could not be judged')).toHaveCount(0);
  const picture = panel.getByRole('img', { name: /^Of 50,000 people in Casdoor/ });
  await expect(picture).toBeVisible();
  expect(await axe(panel)).toEqual([]);

  await groupLine(panel, /^Serious: Locked out/).click();
  await expect(panel.getByRole('heading', { name: 'Locked out, 3 people' })).toBeFocused();
  await grid(panel).focus();
  await expect(activeRow(panel)).toHaveAttribute('aria-rowindex', '2');
  await panel.keyboard.press('End');
  await expect(activeRow(panel)).toHaveAttribute('aria-rowindex', '4');
  await panel.keyboard.press('ArrowUp');
  await panel.keyboard.press('Home');
  await panel.keyboard.press('Enter');
  await expect(drawer(panel)).toContainText('1 of 3');
  await expect(drawer(panel)).toContainText('would not get into their account any more');
  await expect(drawer(panel)).toContainText('In Mapping, choose for "Username claim"');
  await expect(drawer(panel).getByRole('link', { name: /^Open .* in Casdoor/ })).toHaveAttribute(
    'href',
    /\/users\/[^/]+\/[^/]+$/,
  );
  // Not modal: what is beside it can be used.
  await expect(grid(panel)).toBeVisible();
  expect(await axe(panel)).toEqual([]);
  await drawer(panel).getByRole('button', { name: 'Next person' }).click();
  await expect(drawer(panel)).toContainText('2 of 3');
  await expect(activeRow(panel)).toHaveAttribute('aria-rowindex', '3');
  await panel.keyboard.press('Escape');
  await expect(drawer(panel)).toBeHidden();
  await expect(grid(panel)).toBeFocused();
  await panel.keyboard.press('Escape');
  await expect(groupLine(panel, /^Serious: Locked out/)).toBeFocused();

  await groupLine(panel, /^Passed: Matched, unchanged/).click();
  await grid(panel).focus();
  await panel.keyboard.press('End');
  await expect(activeRow(panel)).toContainText(/\w+ stays as it is/);
  expect(await panel.locator('.virtual-row').count()).toBeLessThan(60);
  const last = await activeRow(panel).locator('.who-name').innerText();
  await panel.keyboard.press('PageUp');
  await expect(activeRow(panel)).not.toContainText(last);
  await panel.getByRole('searchbox', { name: /^Search in/ }).fill(last);
  await expect(panel.getByRole('heading', { name: /, \d+ found$/ })).toBeVisible();
  await expect(grid(panel)).toContainText(last);
  await panel.keyboard.press('ArrowDown');
  await expect(grid(panel)).toBeFocused();
  await panel.getByRole('searchbox', { name: /^Search in/ }).fill('nobody is called so');
  await expect(panel.getByText('Nobody here is called so.')).toBeVisible();
  await panel.getByRole('button', { name: 'All groups' }).click();

  const csv = await exported(panel, 'CSV');
  expect(csv.name).toMatch(/^dry-run-\d{4}-\d\d-\d\d\.csv$/);
  const lines = csv.text.split('\r\n');
  expect(lines[0]).toMatch(/^id,name,username,email/);
  expect(lines.length).toBeGreaterThan(50_000);
  const json = JSON.parse((await exported(panel, 'JSON')).text) as { lockedOut: boolean; administrator: boolean }[];
  expect(json.filter(({ lockedOut, administrator }) => lockedOut && administrator)).toHaveLength(3);

  await panel.getByRole('button', { name: 'Delete this run' }).click();
  await expect(panel.getByText('are deleted at once', { exact: false })).toBeVisible();
  await panel.getByRole('button', { name: 'Delete it' }).click();
  await expect(panel.getByRole('button', { name: 'Read both directories' })).toBeVisible();
  await expect(kept(panel)).toHaveCount(0);
});

test('a better mapping makes the result stale, and the next run says who is better off', async ({ panel }) => {
  test.setTimeout(300_000);
  await startDemo(panel, /^Three administrators/);
  await openStep(panel);
  await runIt(panel);
  await openStep(panel, 'Mapping');
  await expect(verdict(panel)).toContainText('people looked at would lose their account');
  await expect(stepLink(panel, 'Mapping')).toContainText(/\d+ of \d+ people/);
  await panel.getByRole('button', { name: /^Use name / }).click();
  await openStep(panel);
  const unsaved = panel.getByText('Mapping has changes that are not saved; a run goes by version 1.');
  await expect(unsaved).toBeVisible();
  await openStep(panel, 'Mapping');
  await panel.getByRole('button', { name: /^Save as version 2/ }).click();
  await expect(stepLink(panel, 'Mapping')).toContainText('Ready');
  await expect(panel.getByRole('button', { name: 'Check again', exact: true }).first()).toBeVisible();
  await openStep(panel);
  await expect(unsaved).toBeHidden();
  const stale = panel.getByRole('region', { name: 'Changed since the run' });
  await expect(stale).toContainText('This result is about earlier settings.');
  await expect(stepLink(panel, 'Directory')).toContainText('Changed since the run');
  await stale.getByRole('button', { name: 'Run again' }).click();
  await expect(stale).toBeHidden(runLasts);
  await expect(kept(panel)).toContainText('with mapping version 2', runLasts);
  await expect(verdict(panel)).not.toContainText('administrators would lose');
  await expect(panel.getByRole('region', { name: 'Groups' })).toContainText('Administrators, 0 of 41');
  const compared = panel.getByRole('region', { name: 'Compared with the run before' });
  await expect(compared).toContainText('3 administrators fewer would be locked out.');
  await compared.getByRole('button', { name: /better off$/ }).click();
  await expect(grid(panel)).toBeVisible();
  await expect(panel.getByRole('heading', { name: /^Better off, [\d,]+ people$/ })).toBeVisible();
  // Behind a run that is deleted the one before it comes back, and nothing is asked of that one yet.
  await panel.getByRole('button', { name: 'Delete this run' }).click();
  await panel.getByRole('button', { name: 'Delete it' }).click();
  await expect(kept(panel)).toContainText('with mapping version 1');
  await expect(panel.getByRole('button', { name: 'Delete this run' })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Delete it' })).toHaveCount(0);
});

test('a run is cancelled, nothing typed is lost, and at 400 px in the dark all is there', async ({
  page,
  host,
  wrongs: _,
}) => {
  test.setTimeout(240_000);
  await page.setViewportSize({ width: 400, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(host.address);
  await expect(addressField(page)).toBeVisible();
  await startDemo(page, /^Three administrators/);
  await openStep(page);
  await page.getByRole('textbox', { name: 'Groups whose members administer' }).fill('jira-administrators, site-admins');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Read both directories' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByTestId('announcement')).toHaveText('The run was cancelled.', runLasts);
  await expect(page.getByRole('heading', { name: 'What a run does' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Groups whose members administer' })).toHaveValue(
    'jira-administrators, site-admins',
  );
  await page.getByRole('textbox', { name: 'Groups whose members administer' }).fill('');
  await runIt(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  expect(await axe(page)).toEqual([]);
  await groupLine(page, /^Serious: Locked out/).click();
  await grid(page).focus();
  await page.keyboard.press('Enter');
  await expect(drawer(page)).toContainText('1 of 3');
  // Modal: what is behind it cannot be reached.
  expect(await drawer(page).evaluate((dialog) => dialog.matches(':modal'))).toBe(true);
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
});

/** A Casdoor of 5,000 people, a client of it and a mapping, typed as a newcomer types them. */
const crowdedTest = plainTest.extend<{ odd: OddPanel }>({
  odd: async ({ page }, use) => {
    const odd = await startOddPanel('crowded');
    const application = acme().applications.find(({ name }) => name === 'app-jira');
    await page.goto(odd.address);
    await addressField(page).fill(odd.casdoor);
    await addressField(page).press('Enter');
    await expect(verdict(page)).toBeVisible();
    await openStep(page, 'Client');
    await page.getByRole('textbox', { name: 'Client ID' }).fill(application?.clientId ?? '');
    await page.getByLabel('Client secret').fill(application?.clientSecret ?? '');
    await page.getByRole('textbox', { name: 'Base URL of Jira' }).fill('https://jira.acme.example');
    await page.getByRole('button', { name: 'Save and check' }).click();
    await expect(page.getByRole('group', { name: 'Client secret' })).toContainText('Saved');
    await openStep(page);
    await expect(page.getByText('none is saved yet', { exact: false })).toBeVisible();
    await page.getByRole('link', { name: 'Save one in Mapping' }).click();
    await page.getByRole('button', { name: /^Save as version 1/ }).click();
    await openStep(page);
    await use(odd);
    await odd.stop();
  },
});

crowdedTest('a run that Casdoor breaks off goes on from there', async ({ page, odd }) => {
  crowdedTest.setTimeout(180_000);
  odd.tell('hush');
  await page.getByRole('button', { name: 'Read the directory of Casdoor' }).click();
  const stopped = page.getByRole('region', { name: 'The last run', exact: true });
  await expect(stopped).toContainText(/1,000 of 5,\d{3} people were read\. Casdoor/, runLasts);
  await expect(stepLink(page, 'Directory')).toContainText(/Stopped at \d+%/);
  odd.tell('speak');
  await stopped.getByRole('button', { name: 'Go on from there' }).click();
  await expect(kept(page)).toBeVisible(runLasts);
  await expect(page.getByRole('img', { name: /^Of 5,\d{3} people in Casdoor/ })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Groups' })).toContainText('Who administers Jira cannot be told');
});

crowdedTest('who is there already is told by a file, and a wrong one says in which line', async ({ page, odd: _ }) => {
  crowdedTest.setTimeout(180_000);
  const there = page.getByRole('region', { name: 'Who is in Jira already' });
  await there.getByRole('radio', { name: 'With a personal access token' }).check();
  await there.getByLabel('Personal access token', { exact: true }).fill('a-token-of-jira');
  await there.getByRole('button', { name: 'Save the token' }).click();
  await expect(there.getByRole('group', { name: 'How the accounts are read' })).toContainText('A token, saved');
  expect(await page.content()).not.toContain('a-token-of-jira');
  await there.getByRole('button', { name: 'Replace' }).click();
  await there.getByRole('radio', { name: 'From a file that you hand in' }).check();
  const hand = (text: string) =>
    there
      .getByLabel('File of accounts')
      .setInputFiles({ name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await hand('login;mail\r\nada;ada@acme.example\r\n');
  await expect(there.getByRole('alert')).toContainText('Line 1: the cells are separated by semicolons.');
  await hand(
    'username,email,active,administrator,groups,manager\r\n' +
      'person-0001,person-1@acme.example,true,true,jira-administrators,ada\r\n' +
      'person-0002,other@acme.example,true,false,jira-users,ada\r\n',
  );
  await expect(there.getByRole('group', { name: 'How the accounts are read' })).toContainText(
    'accounts.csv, 2 accounts',
  );
  await expect(there).toContainText('Line 1');
  await runIt(page);
  await expect(page.getByRole('region', { name: 'Groups' })).toContainText('Administrators, 0 of 1');
  await groupLine(page, /Matched, updated/).click();
  await grid(page).focus();
  await page.keyboard.press('Enter');
  await expect(drawer(page)).toContainText('other@acme.example');
});
