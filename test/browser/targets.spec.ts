import { acme } from '../../local/casdoor/documents';
import { startEmbeddedCasdoor } from '../../local/casdoor/start';
import { addressField, axe, expect, stepLink, test, verdict } from './panel';

/** Every plugin on both products, from a pasted address down to the fields of its screen. */
const client = acme().applications.find(({ name }) => name === 'app-jira');
const callback = 'https://jira.acme.example/plugins/servlet/oauth/callback';

const plugins = [
  { label: /^SSO for Atlassian/, name: 'atlassian-dc', usernameLabel: 'Username mapping', isPasted: false },
  { label: /^miniOrange.*Cloud/, name: 'miniorange-cloud', usernameLabel: 'Username', isPasted: true },
  { label: /^A?n?other/i, name: 'other', usernameLabel: 'Username', isPasted: true },
] as const;

for (const product of ['jira', 'confluence'] as const)
  for (const { label, name, usernameLabel, isPasted } of plugins)
    test(`${name} on ${product} is walked through all steps`, async ({ page, host, wrongs: _ }) => {
      const casdoor = await startEmbeddedCasdoor();
      try {
        await page.goto(`${host.address}&product=${product}`);
        const productName = product === 'jira' ? 'Jira' : 'Confluence';
        await expect(page.getByRole('heading', { level: 1 })).toContainText(productName);
        await addressField(page).fill(casdoor.address);
        await addressField(page).press('Enter');
        await expect(verdict(page)).toBeVisible();
        await stepLink(page, 'Client').click();
        await page.getByRole('combobox', { name: 'SSO plugin' }).click();
        await page.getByRole('option', { name: label }).first().click();
        await page.getByRole('textbox', { name: 'Client ID' }).fill(client?.clientId ?? '');
        await page.getByLabel('Client secret').fill(client?.clientSecret ?? '');
        await page.getByRole('textbox', { name: `Base URL of ${productName}` }).fill('https://jira.acme.example');
        const pasted = page.getByRole('textbox', { name: /^Callback URL/ });
        if (isPasted) await pasted.fill(callback);
        else await expect(pasted).toHaveCount(0);
        await page.getByRole('button', { name: 'Save and check' }).click();
        await expect(page.getByRole('group', { name: 'Client secret' })).toContainText('Saved');
        await expect(verdict(page)).toBeVisible();
        if (isPasted) await expect(page.locator('#finding-redirect-uri-unregistered')).toHaveCount(0);
        expect(await axe(page)).toEqual([]);
        await stepLink(page, 'Sign-in').click();
        // Each product has a callback of its own.
        await expect(page.getByRole('region', { name: 'Redirect URI of this test' })).toContainText(
          `${host.origin}/sign-in/${product}`,
        );
        await expect(page.getByRole('button', { name: 'Start a test sign-in' })).toBeVisible();
        expect(await axe(page)).toEqual([]);
        await stepLink(page, 'Mapping').click();
        await expect(page.getByRole('textbox', { name: usernameLabel })).toHaveValue(/name|username/);
        await page.getByRole('button', { name: 'Save as version 1 and check' }).click();
        await expect(verdict(page)).toBeVisible();
        await page
          .getByRole('button', { name: /^How .* is mapped$/ })
          .first()
          .click();
        await expect(page.locator('.trail')).toBeVisible();
        expect(await axe(page)).toEqual([]);
        await stepLink(page, 'Apply').click();
        if (name === 'atlassian-dc') {
          await expect(page.getByRole('form', { name: `Credentials of ${productName}` })).toBeVisible();
          expect(await axe(page)).toEqual([]);
          await page.getByRole('button', { name: 'Do it by hand instead' }).click();
        } else await expect(page.getByText('Nothing is written from here.')).toBeVisible();
        await expect(page.getByText(/^0 of \d+ ticked$/)).toBeVisible();
        await expect(page.getByRole('main')).toContainText(client?.clientId ?? '');
        expect(await axe(page)).toEqual([]);
        for (const [step, shot] of [
          ['Client', 'client'],
          ['Mapping', 'mapping'],
          ['Apply', 'apply'],
        ] as const) {
          if (process.env.SHOTS === undefined) break;
          await stepLink(page, step).click();
          await page.waitForTimeout(600);
          await page.screenshot({ path: `${process.env.SHOTS}/${name}-${product}-${shot}.png`, fullPage: true });
        }
      } finally {
        await casdoor.close();
      }
    });
