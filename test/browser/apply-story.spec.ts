import { readFile } from 'node:fs/promises';
import { emergencyAccount } from '../../local/demo/accounts';
import {
  comeIn,
  comeInAtLast,
  firstCopied,
  guards,
  keepButton,
  openStep,
  outcome,
  proveWayBack,
  readDirectories,
  readPlugin,
  sayCameIn,
  testSignIn,
  writeButton,
} from './apply-walk';
import { axe, expect, startDemo, startOddPanel, test, verdict } from './panel';

/** The whole way, as somebody goes it who has nothing yet: in a demo of 2,000 people, which differs in nothing else. */
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
    // Going back is a plan of its own, and takes the place of how the last one ended.
    await page.getByRole('button', { name: /^Restore what was there before/ }).click();
    await expect(page.getByRole('heading', { level: 2, name: 'The new settings are kept' })).toBeHidden();
    await expect(page.getByRole('textbox', { name: 'User name in Jira' })).toBeVisible();

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
    await comeInAtLast(browser, door, 'Use OAuth Login: casdoor', ['amara.okafor', 'amara.okafor']);
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

test('Atlassian’s own SSO in Jira: made, tried from Jira itself, signed in through and kept', async ({
  page,
  browser,
}) => {
  test.setTimeout(120_000);
  const { address, stop } = await startOddPanel('village');
  try {
    await page.goto(address);
    await page.getByText('More situations').click();
    await startDemo(page, /^Everybody is called/);
    await openStep(page, 'Mapping');
    await page.getByRole('textbox', { name: 'Username mapping' }).fill('${name}');
    await page.getByRole('button', { name: /^Save as version/ }).click();
    await expect(verdict(page)).toContainText('Ready');
    await testSignIn(page, browser, 'amara.okafor');
    await readDirectories(page, 'Nobody is harmed');

    await openStep(page, 'Apply');
    await page.getByRole('radio', { name: /^With those that the accounts are read with/ }).check();
    await page.getByRole('button', { name: 'Read the plugin’s settings' }).click();
    await expect(guards(page)).toContainText('Whether there is a way back in was not tried yet.');
    await proveWayBack(page, 'Jira');
    // The probe of the way from Jira to Casdoor does not stand in its own way.
    await expect(page.getByText('Jira itself cannot read Casdoor')).toHaveCount(0);
    await expect(writeButton(page)).toHaveText('Write 13 fields to Jira');
    expect(await axe(page)).toEqual([]);
    await writeButton(page).click();
    await outcome(page, 'Written and verified');
    await expect(page.getByRole('main')).toContainText('Client secret cannot be read back: a sign-in tells.');
    await comeIn(browser, await firstCopied(page), 'Sign in with Casdoor', ['amara.okafor', 'amara.okafor']);
    await sayCameIn(page, 'amara.okafor');
    await keepButton(page).click();
    await outcome(page, 'The new settings are kept');
  } finally {
    await stop();
  }
});

test('by hand in Confluence: a file is made from the plugin’s own, imported, looked at, and signs people in', async ({
  page,
  browser,
}) => {
  test.setTimeout(90_000);
  const { address, stop } = await startOddPanel('village');
  try {
    await page.goto(address);
    await page.getByText('More situations').click();
    await startDemo(page, /^Accounts of people who left/);
    await openStep(page, 'Client');
    const wiki = await page.getByRole('textbox', { name: 'Base URL of Confluence' }).inputValue();
    const plugin = pluginScreen(wiki);
    const before = await plugin.exported();
    await openStep(page, 'Apply');
    await page.getByRole('button', { name: 'Do it by hand instead' }).click();
    await page.locator('#compare-from').fill(before);
    await page.getByRole('button', { name: 'Compare it' }).click();
    await expect(page.getByRole('heading', { name: /8 fields differ from the plan, 25 are as planned/ })).toBeVisible();

    await page.locator('#import-from').fill(before);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Make the file from it' }).click(),
    ]);
    const secret = secretIn(before);
    const file = await readFile(await download.path(), 'utf8');
    expect(file).not.toContain(secret);
    await expect(page.getByText('OAuth Configuration, CLIENT_SECRET')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await plugin.imported(file, secret);

    await page.locator('#compare-from').fill(await plugin.exported());
    await page.getByRole('button', { name: 'Compare it' }).click();
    await expect(page.getByRole('heading', { name: /as planned, in all 33 fields/ })).toBeFocused();
    await comeIn(browser, wiki, 'Use OAuth Login', ['ben.carter', 'ben.carter']);
  } finally {
    await stop();
  }
});

/** What an administrator does on the plugin's own screens, of which the stand-in has the API alone. */
const pluginScreen = (baseUrl: string) => {
  // Node does not know names below localhost everywhere.
  const url = `${baseUrl.replace(/\/\/[^:]+/, '//127.0.0.1')}/plugins/servlet/oauth/configureplugin`;
  const pair = Buffer.from(`${emergencyAccount.name}:${emergencyAccount.password}`).toString('base64');
  const headers = { authorization: `Basic ${pair}`, 'content-type': 'application/json' };
  return {
    exported: async () => (await fetch(url, { headers })).text(),
    /** Imports a file, then types the secret. */
    imported: async (file: string, secret: string) => {
      const typed = file.replace(/("CLIENT_SECRET":)"[^"]*"/, `$1"${secret}"`);
      const answer = await fetch(url, { method: 'POST', headers, body: Buffer.from(typed) });
      expect(await answer.text()).toContain('SUCCESS');
    },
  };
};

const secretIn = (exported: string): string => {
  const secret = /"CLIENT_SECRET":"([^"]+)"/.exec(exported)?.[1];
  if (secret === undefined) throw new Error('The plugin exports no secret.');
  return secret;
};
