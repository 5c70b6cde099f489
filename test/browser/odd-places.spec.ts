import { test as base, type Page } from '@playwright/test';
import { acme } from '../../local/casdoor/documents';
import { addressField, expect, type OddPanel, startOddPanel, stepLink, verdict } from './panel';

/** What needs a Casdoor elsewhere than on this machine, as far as the panel can tell. */
const test = base.extend<{ odd: (kind: string) => Promise<OddPanel> }>({
  odd: async ({ page: _ }, use) => {
    const running: OddPanel[] = [];
    await use(async (kind) => {
      const panel = await startOddPanel(kind);
      running.push(panel);
      return panel;
    });
    for (const panel of running) await panel.stop();
  },
});

const application = acme().applications.find(({ name }) => name === 'app-jira');

test('over http the secret is sent after a tick alone, and the tick ends with the address', async ({ page, odd }) => {
  const { address, casdoor } = await odd('http');
  await page.goto(address);
  await addressField(page).fill(casdoor);
  const tick = page.getByRole('checkbox', { name: /without encryption/ });
  await expect(tick).not.toBeChecked();
  await page.getByRole('button', { name: 'Check the connection' }).click();
  await expect(verdict(page)).toBeVisible();
  await stepLink(page, 'Client').click();
  await page.getByRole('textbox', { name: 'Client ID' }).fill(application?.clientId ?? '');
  await page.getByLabel('Client secret').fill(application?.clientSecret ?? '');
  await page.getByRole('textbox', { name: 'Base URL of Jira' }).fill('https://jira.acme.example');
  await page.getByRole('button', { name: 'Save and check' }).click();
  await expect(page.getByText('waits for your consent to http', { exact: false }).first()).toBeVisible();
  await expect(page.getByRole('group', { name: 'Client secret' })).toContainText('Saved');
  await stepLink(page, 'Connect').click();
  await tick.check();
  await page.getByRole('button', { name: 'Save and check' }).click();
  await expect(page.getByText('Not saved yet.')).toBeHidden();
  await stepLink(page, 'Client').click();
  await expect(page.getByRole('group', { name: 'Client secret' })).toContainText('Saved');
  await expect(page.getByText('waits for your consent to http', { exact: false })).toHaveCount(0);
  await stepLink(page, 'Connect').click();
  await expect(tick).toBeChecked();
  await addressField(page).fill(casdoor.replace('door.', 'other.'));
  await expect(tick).not.toBeChecked();
});

test('a company’s own authority is trusted for this Casdoor, and no longer', async ({ page, odd }) => {
  const { address, casdoor } = await odd('company');
  await page.goto(address);
  await addressField(page).fill(casdoor);
  await addressField(page).press('Enter');
  await expect(verdict(page)).toContainText('Broken');
  await expect(page.getByRole('article').first()).toContainText('Acme');
  await page.getByRole('button', { name: 'Trust this authority for this Casdoor' }).click();
  await expect(page.getByText('which was trusted in the panel', { exact: false })).toBeVisible();
  await expect(verdict(page)).not.toContainText('Broken');
  await page.getByText('Trusted for this Casdoor: 1').click();
  await expect(page.getByText(/^Trusted by /)).toBeVisible();
  await page.getByRole('button', { name: /^Stop trusting/ }).click();
  await expect(page.getByText('Trusted for this Casdoor: 1')).toBeHidden();
  await expect(page.getByTestId('announcement')).toHaveText(/./);
  await expect(verdict(page)).toContainText('Broken');
});

/** The product's dialog, which `askAdministrator` of the page answers. */
const playConsent = (page: Page) =>
  page.route('**/bridge.js', async (route) => {
    const real = await route.fetch();
    const text = await real.text();
    const played = `__permission__egressSet: async (payload) => {
      if (!(await globalThis.askAdministrator(payload))) throw new Error('The user declined.');
    },
    __permission__egressGet:`;
    await route.fulfill({ response: real, body: text.replace('__permission__egressGet:', played) });
  });

for (const answer of ['given', 'declined'] as const)
  test(`under Forge the consent to a host is asked for; here it is ${answer}`, async ({ page, odd }) => {
    const { address, casdoor, tell } = await odd('cloud');
    const asked: unknown[] = [];
    await page.exposeFunction('askAdministrator', (payload: unknown) => {
      asked.push(payload);
      if (answer === 'given') tell('grant');
      return answer === 'given';
    });
    await playConsent(page);
    await page.goto(address);
    await addressField(page).fill(casdoor);
    await addressField(page).press('Enter');
    const allow = page.getByRole('button', { name: 'Allow requests to door.acme.test' });
    await expect(page.getByText('Requests to door.acme.test need your consent first.')).toBeVisible();
    await expect(verdict(page)).toContainText('Incomplete');
    await allow.click();
    if (answer === 'given') {
      await expect(allow).toBeHidden();
      await expect(page.getByText('consent to requests to this host', { exact: false })).toHaveCount(0);
      await expect(verdict(page).getByRole('button', { name: /passed$/ })).toBeVisible();
    } else {
      await expect(
        page.getByRole('region', { name: 'Jira did not get consent to requests to door.acme.test.' }),
      ).toBeVisible();
      await expect(page.getByText('Ask one of them to open this page', { exact: false })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Ask again' })).toBeFocused();
    }
    expect(JSON.stringify(asked)).toContain(casdoor);
  });

test('under Forge a plugin elsewhere is filled in by hand until requests to its host are consented to', async ({
  page,
  odd,
}) => {
  const { address, casdoor, tell } = await odd('cloud');
  const asked: unknown[] = [];
  await page.exposeFunction('askAdministrator', (payload: unknown) => {
    asked.push(payload);
    return false;
  });
  await playConsent(page);
  tell('grant');
  await page.goto(address);
  await addressField(page).fill(casdoor);
  await addressField(page).press('Enter');
  await expect(verdict(page)).toBeVisible();
  await stepLink(page, 'Client').click();
  await page.getByRole('combobox', { name: 'SSO plugin' }).click();
  await page.getByRole('option', { name: 'miniOrange OAuth/OIDC SSO, Jira' }).click();
  await page.getByRole('textbox', { name: 'Client ID' }).fill(application?.clientId ?? '');
  await page.getByRole('textbox', { name: 'Base URL of Jira' }).fill('https://jira.acme.example');
  await page.getByRole('button', { name: 'Save and check' }).click();
  await expect(verdict(page)).toBeVisible();
  await stepLink(page, 'Apply').click();
  await expect(page.getByText('Nothing is written from here. This app may not send requests to')).toBeVisible();
  await expect(page.getByText(/^0 of \d+ ticked$/)).toBeVisible();
  await page.getByRole('button', { name: 'Allow requests to jira.acme.example' }).click();
  await expect(
    page.getByRole('region', { name: 'Jira did not get consent to requests to jira.acme.example.' }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ask again' })).toBeFocused();
  expect(asked).toMatchObject([
    { egresses: [{ key: expect.stringMatching(/^plugin-/), configured: [{ domain: 'https://jira.acme.example' }] }] },
  ]);
});

test('on Cloud the callback of a test sign-in is registered first, and its link is for somebody else', async ({
  page,
  odd,
}) => {
  const { address, casdoor, tell } = await odd('cloud');
  tell('grant');
  await page.goto(address);
  await addressField(page).fill(casdoor);
  await addressField(page).press('Enter');
  await expect(verdict(page)).toBeVisible();
  await stepLink(page, 'Client').click();
  await page.getByRole('textbox', { name: 'Client ID' }).fill(application?.clientId ?? '');
  await page.getByLabel('Client secret').fill(application?.clientSecret ?? '');
  await page.getByRole('textbox', { name: 'Base URL of Jira' }).fill('https://jira.acme.example');
  await page.getByRole('button', { name: 'Save and check' }).click();
  await expect(page.getByRole('group', { name: 'Client secret' })).toContainText('Saved');
  await stepLink(page, 'Sign-in').click();
  const callback = page.getByRole('region', { name: 'Redirect URI of this test' });
  await expect(callback).toContainText('https://0a1b2c3d.hello.atlassian-dev.test/x1/jira');
  await expect(callback.getByRole('button', { name: /^Copy/ })).toBeVisible();
  tell('register');
  await callback.getByRole('button', { name: 'Check again' }).click();
  await expect(callback.getByRole('button', { name: 'Check again' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Start a test sign-in' }).click();
  await expect(page.getByText(/^https:\/\/0a1b2c3d\.hello\.atlassian-dev\.test\/x1\/jira\?link=/)).toBeVisible();
  await expect(page.getByText('somebody else', { exact: false }).first()).toBeVisible();
});
