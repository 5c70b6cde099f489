import type { Page } from '@playwright/test';
import { acme } from '../../local/casdoor/documents';
import { type DemoApplication, demoWorld } from '../../local/demo/demo-world';
import { addressField, axe, expect, startDemo, startOddPanel, stepLink, test, verdict } from './panel';

const elsewhere = 'https://elsewhere.acme.example/callback';

const openStep = async (page: Page, step: string) => {
  const opener = page.getByRole('button', { name: /All steps/ });
  if (await opener.isVisible()) await opener.click();
  await stepLink(page, step).click();
  await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible();
};

/** Whoever administers Casdoor, on its own pages: the demo makes the same applications each time. */
const atCasdoor = async (page: Page, name: DemoApplication) => {
  const address = await addressField(page).inputValue();
  const application = demoWorld({ seed: 7, size: 1, now: new Date() }).applications.find((one) => one.name === name);
  if (!application) throw new Error(`The demo has no application ${name}.`);
  const { clientId, owner, organization } = application;
  let secret = application.clientSecret;
  const ask = async (path: string, init: RequestInit = {}) => {
    const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
    const answer = await fetch(`${address}/api/${path}`, {
      ...init,
      headers: { authorization, 'content-type': 'application/json' },
    });
    return (await answer.json()) as { status: string; data: { redirectUris: string[] } };
  };
  const list = async () => (await ask(`get-application?id=admin/${name}`)).data.redirectUris;
  const write = async (columns: string, changed: object) => {
    const body = JSON.stringify({ owner, name, organization, clientId, ...changed });
    const { status } = await ask(`update-application?id=admin/${name}&columns=${columns}`, { method: 'POST', body });
    expect(status).toBe('ok');
  };
  return {
    host: new URL(address).host,
    list,
    add: async (uri: string) => write('redirectUris', { redirectUris: [...(await list()), uri] }),
    replaceSecret: async (clientSecret: string) => {
      await write('clientSecret', { clientSecret });
      secret = clientSecret;
    },
  };
};

const finding = (page: Page) => page.locator('article', { has: page.locator('#finding-redirect-uri-unregistered') });
const offer = (page: Page) => page.getByRole('button', { name: /^Mend it in Casdoor/ });
const change = (page: Page) => page.getByRole('region', { name: 'Redirect URI to be added' });
const removal = (page: Page) => page.getByRole('region', { name: 'Redirect URI to be taken out' });
const written = (page: Page) => page.getByRole('region', { name: 'Written in Casdoor from here' });

test('two presses mend a slash too many, and undo brings it back without what somebody else added', async ({
  panel,
}) => {
  await startDemo(panel, /^A slash too many/);
  const casdoor = await atCasdoor(panel, 'jira-slash');
  const old = await casdoor.list();
  await openStep(panel, 'Client');
  await expect(verdict(panel)).toContainText('Broken');
  const ours = (await finding(panel).locator('.copy-box code').textContent()) ?? '';
  expect(old).not.toContain(ours);

  await offer(panel).click();
  await expect(change(panel)).toBeFocused();
  await expect(change(panel)).toContainText(`One entry is added to Redirect URLs of jira-slash on ${casdoor.host}.`);
  for (const uri of old) await expect(change(panel).locator('dd').first()).toContainText(uri);
  await expect(change(panel).locator('mark')).toHaveText([ours]);
  expect(await axe(panel)).toEqual([]);
  // Shown, and not done.
  expect(await casdoor.list()).toEqual(old);

  await panel.getByRole('button', { name: `Add this redirect URI to jira-slash on ${casdoor.host}` }).click();
  await expect(written(panel)).toContainText(`${ours} was added to jira-slash on ${casdoor.host}, and read back.`);
  await expect(written(panel).locator('p').first()).toBeFocused();
  expect(await casdoor.list()).toEqual([...old, ours]);
  // It was checked again without being asked to.
  await expect(finding(panel)).toHaveCount(0);
  await expect(verdict(panel)).toContainText('Ready');
  expect(await axe(panel)).toEqual([]);

  await casdoor.add(elsewhere);
  expect(await casdoor.list()).toEqual([...old, ours, elsewhere]);
  await panel.reload();
  await written(panel).getByRole('button', { name: /^Undo/ }).click();
  await expect(removal(panel)).toBeFocused();
  await expect(removal(panel).locator('dd').last()).toContainText(elsewhere);
  await expect(removal(panel).locator('mark')).toHaveText([ours]);
  await panel.getByRole('button', { name: `Take this redirect URI from jira-slash on ${casdoor.host}` }).click();
  await expect(written(panel)).toContainText(`${ours} was taken from jira-slash on ${casdoor.host}, and read back.`);
  expect(await casdoor.list()).toEqual([...old, elsewhere]);
  await expect(finding(panel)).toBeVisible();
  await expect(verdict(panel)).toContainText('Broken');
  await expect(offer(panel)).toBeVisible();
});

test('by keyboard alone, and left again', async ({ panel }) => {
  await startDemo(panel, /^A slash too many/);
  const casdoor = await atCasdoor(panel, 'jira-slash');
  await openStep(panel, 'Client');
  await offer(panel).focus();
  await panel.keyboard.press('Enter');
  await expect(change(panel)).toBeFocused();
  const press = panel.getByRole('button', { name: /^Add this redirect URI/ });
  await panel.keyboard.press('Tab');
  await expect(press).toBeFocused();
  await panel.keyboard.press('Tab');
  await panel.keyboard.press('Enter');
  await expect(change(panel)).toHaveCount(0);
  await expect(offer(panel)).toBeFocused();
  await panel.keyboard.press('Enter');
  await expect(change(panel)).toBeFocused();
  await panel.keyboard.press('Tab');
  await panel.keyboard.press('Enter');
  await expect(panel.getByTestId('announcement')).toHaveText(/was added to jira-slash|Ready\.$/);
  expect(await casdoor.list()).toHaveLength(3);
});

test('what changed since it was shown is shown anew before anything is written', async ({ panel }) => {
  await startDemo(panel, /^A slash too many/);
  const casdoor = await atCasdoor(panel, 'jira-slash');
  await openStep(panel, 'Client');
  await offer(panel).click();
  await expect(change(panel).locator('mark')).toBeVisible();
  await casdoor.add(elsewhere);
  const press = panel.getByRole('button', { name: /^Add this redirect URI/ });
  await press.click();
  await expect(change(panel)).toContainText('The list has changed since it was shown, and nothing was written.');
  await expect(change(panel)).toBeFocused();
  await expect(change(panel).locator('dd').first()).toContainText(elsewhere);
  expect(await casdoor.list()).toHaveLength(3);
  await press.click();
  await expect(written(panel)).toContainText('was added to jira-slash');
  expect(await casdoor.list()).toContain(elsewhere);
});

test('what somebody else has mended meanwhile is said, checked again, and not ours to undo', async ({ panel }) => {
  await startDemo(panel, /^A slash too many/);
  const casdoor = await atCasdoor(panel, 'jira-slash');
  await openStep(panel, 'Client');
  const ours = (await finding(panel).locator('.copy-box code').textContent()) ?? '';
  await casdoor.add(ours);
  await offer(panel).click();
  await expect(written(panel)).toContainText(`${ours} is in the list of jira-slash on ${casdoor.host} already.`);
  await expect(written(panel).locator('p')).toBeFocused();
  await expect(finding(panel)).toHaveCount(0);
  await expect(written(panel).getByRole('button')).toHaveCount(0);
  expect(await casdoor.list()).toHaveLength(3);
});

test('where Casdoor does not let it, there is a message to whoever runs it', async ({ panel }) => {
  await startDemo(panel, /^A slash too many/);
  const casdoor = await atCasdoor(panel, 'jira-slash');
  await openStep(panel, 'Client');
  await offer(panel).click();
  await expect(change(panel).locator('mark')).toBeVisible();
  await casdoor.replaceSecret('another-secret');
  await panel.getByRole('button', { name: /^Add this redirect URI/ }).click();
  await expect(change(panel).getByRole('alert')).toContainText('Casdoor did not take the client secret.');
  await expect(change(panel).getByRole('button', { name: 'Copy message' })).toBeVisible();
  await expect(change(panel).locator('pre')).toContainText('“Redirect URLs”');
  expect(await axe(panel)).toEqual([]);
  expect(await casdoor.list()).toHaveLength(2);

  await panel.getByRole('button', { name: 'Forget the client secret' }).click();
  await panel.getByRole('button', { name: 'Forget it' }).click();
  await expect(panel.getByText('It can be mended from here once the client secret is saved.')).toBeVisible();
  await expect(offer(panel)).toHaveCount(0);
});

test('it is offered for nothing that it cannot mend', async ({ panel }) => {
  await startDemo(panel, /^A scope is refused/);
  await openStep(panel, 'Client');
  await expect(panel.getByRole('article').first()).toBeVisible();
  await expect(offer(panel)).toHaveCount(0);
});

test.describe('narrow and dark', () => {
  test.use({ viewport: { width: 400, height: 800 }, colorScheme: 'dark' });

  test('the change fits, and reads', async ({ panel }) => {
    await startDemo(panel, /^A slash too many/);
    await openStep(panel, 'Client');
    await offer(panel).click();
    await expect(change(panel).locator('mark')).toBeVisible();
    const width = () => panel.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBe(400);
    expect(await axe(panel)).toEqual([]);
    const press = panel.getByRole('button', { name: /^Add this redirect URI/ });
    // None of its words is cut.
    expect(
      await press
        .locator('span')
        .first()
        .evaluate((words) => words.scrollWidth <= words.clientWidth),
    ).toBe(true);
    await press.click();
    await expect(written(panel)).toContainText('was added');
    await expect(finding(panel)).toHaveCount(0);
    expect(await width()).toBe(400);
    expect(await axe(panel)).toEqual([]);
  });
});

test('the callback of the test sign-in is mended the same way, and taken out before Casdoor is forgotten', async ({
  page,
}) => {
  const { address, casdoor, tell, stop } = await startOddPanel('cloud');
  try {
    tell('grant');
    const application = acme().applications.find(({ name }) => name === 'app-jira');
    await page.goto(address);
    await addressField(page).fill(casdoor);
    await addressField(page).press('Enter');
    await expect(verdict(page)).toBeVisible();
    await openStep(page, 'Client');
    await page.getByRole('textbox', { name: 'Client ID' }).fill(application?.clientId ?? '');
    await page.getByRole('textbox', { name: 'Base URL of Jira' }).fill('https://jira.acme.example');
    await page.getByRole('button', { name: 'Save and check' }).click();
    await expect(verdict(page)).toBeVisible();
    await openStep(page, 'Sign-in');
    const callback = page.getByRole('region', { name: 'Redirect URI of this test' });
    await expect(callback).toContainText('It can be mended from here once the client secret is saved.');
    await expect(offer(page)).toHaveCount(0);

    await openStep(page, 'Client');
    await page.getByLabel('Client secret').fill(application?.clientSecret ?? '');
    await page.getByRole('button', { name: 'Save and check' }).click();
    await expect(page.getByRole('group', { name: 'Client secret' })).toContainText('Saved');
    await openStep(page, 'Sign-in');
    await offer(page).click();
    await expect(change(page).locator('mark')).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add this redirect URI to app-jira on door.acme.test' }).click();
    await expect(callback).toContainText('Casdoor knows the redirect URI of this test.');
    await expect(written(page).getByRole('button', { name: /^Undo/ })).toBeVisible();
    expect(await axe(page)).toEqual([]);

    await openStep(page, 'Connect');
    await page.getByRole('button', { name: 'Forget door.acme.test' }).click();
    await expect(page.getByText('added to Casdoor from here and would stay there', { exact: false })).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await written(page)
      .getByRole('button', { name: /^Take it out/ })
      .click();
    await page.getByRole('button', { name: 'Take this redirect URI from app-jira on door.acme.test' }).click();
    await expect(written(page)).toContainText('was taken from app-jira on door.acme.test, and read back.');
    await openStep(page, 'Sign-in');
    await expect(callback).toContainText('Casdoor does not know the redirect URI of this test yet.');
  } finally {
    await stop();
  }
});
