import { addressField, expect, startDemo, stepLink, test, verdict } from './panel';

test("the plugin's exported file fills in address, client and mapping, and is kept nowhere in the browser", async ({
  panel,
}) => {
  const file = {
    'Identity Providers': [
      {
        ID: 'idp-1',
        Name: 'casdoor',
        'Application Configuration': {
          CUSTOM_APP_NAME: 'casdoor',
          CLIENT_ID: '0123456789abcdef0123',
          CLIENT_SECRET: 'of-the-file-and-nowhere-else',
          SCOPE: 'openid profile email',
          AUTHORIZE_END_POINT: 'http://127.0.0.1:9/login/oauth/authorize',
          ACCESSTOKEN_END_POINT: 'http://127.0.0.1:9/api/login/oauth/access_token',
        },
        'Attribute Mapping': {
          USERNAME_ATTRIBUTE: 'name',
          EMAIL_ATTRIBUTE: 'email',
          FULL_NAME_ATTRIBUTE: 'display_name',
        },
      },
    ],
  };
  await panel.getByText("Start from the plugin's exported file").click();
  await panel.getByRole('textbox', { name: 'Or paste what it holds' }).fill(JSON.stringify(file));
  await panel.getByRole('button', { name: 'Read it' }).click();
  await expect(panel.getByRole('radio', { name: 'casdoor' })).toBeChecked();
  await panel.getByRole('textbox', { name: 'Base URL of Jira or Confluence' }).fill('https://jira.acme.example');
  await panel.getByRole('button', { name: 'Fill in and check' }).click();
  await expect(verdict(panel)).toBeVisible();
  await expect(addressField(panel)).toHaveValue(/127\.0\.0\.1:9/);
  await stepLink(panel, 'Client').click();
  await expect(panel.getByRole('textbox', { name: 'Client ID', exact: true })).toHaveValue('0123456789abcdef0123');
  await expect(panel.getByRole('textbox', { name: 'Scope' })).toHaveValue('openid profile email');
  const stored = await panel.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(stored).not.toContain('of-the-file-and-nowhere-else');
});

test('a file of another Casdoor says first what it replaces', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  const file = {
    'Identity Providers': [
      {
        ID: 'idp-1',
        Name: 'casdoor',
        'Application Configuration': {
          CLIENT_ID: '0123456789abcdef0123',
          AUTHORIZE_END_POINT: 'http://127.0.0.1:9/login/oauth/authorize',
          ACCESSTOKEN_END_POINT: 'http://127.0.0.1:9/api/login/oauth/access_token',
        },
      },
    ],
  };
  await panel.getByText("Start from the plugin's exported file").click();
  await panel.getByRole('textbox', { name: 'Or paste what it holds' }).fill(JSON.stringify(file));
  await panel.getByRole('button', { name: 'Read it' }).click();
  const warning = panel.getByRole('region', { name: 'Another Casdoor' });
  await expect(warning).toContainText('http://127.0.0.1:9');
  await expect(warning).toContainText('struck out');
  await panel.getByRole('radio', { name: 'Into a new target' }).check();
  await panel.getByRole('button', { name: 'Replace the connection and check' }).click();
  await expect(addressField(panel)).toHaveValue(/127\.0\.0\.1:9/);
});

test('what Jira said is explained, and leads to the checks that can explain it', async ({ panel }) => {
  await startDemo(panel, /^A slash too many/);
  await panel.getByText('What did Jira say?').click();
  await panel
    .getByRole('textbox', { name: 'The message, as people or the log show it' })
    .fill("Redirect URI: https://jira.acme.example/callback doesn't exist in the allowed Redirect URI list");
  await panel.getByRole('button', { name: 'Explain it' }).click();
  const suspect = panel.locator('.suspects li').first();
  await expect(suspect).toContainText('Redirect URI');
  await expect(suspect.getByRole('link', { name: 'Client' })).toBeVisible();
});

test('a claim is judged while it is typed, and the trail of a person follows it', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await stepLink(panel, 'Mapping').click();
  await panel
    .getByRole('button', { name: /^How .* is mapped$/ })
    .first()
    .click();
  const fullName = panel.getByRole('textbox', { name: 'Full Name Attribute' });
  await fullName.fill('display_name');
  await expect(panel.getByText('Casdoor never issues display_name in the ID token of format JWT.')).toBeVisible();
  await expect(fullName).toHaveAttribute('aria-invalid', 'true');
  await expect(panel.locator('.trail')).toContainText('display_name');
  await expect(panel.getByText('what was typed since has not been checked')).toBeVisible();
  await panel.reload();
  await expect(fullName).toHaveValue('display_name');
});
