import { addressField, axe, expect, startDemo, stepLink, test, verdict } from './panel';

test('a newcomer picks a situation of the demo and is told the one thing that is wrong', async ({ panel }) => {
  await startDemo(panel, /^Behind a proxy/);
  await expect(panel.getByRole('region', { name: 'Demo' })).toContainText('This is the demo');
  await expect(verdict(panel)).toContainText('Broken');
  await expect(verdict(panel).getByRole('button', { name: '1 blocker' })).toBeVisible();
  const finding = panel.getByRole('article', { name: 'The discovery document names another issuer' });
  await expect(finding.locator('mark.wanted')).toHaveText(/^127\.0\.0\.1:\d+$/);
  await expect(finding.locator('mark.unwanted')).toHaveText(/^localhost:\d+$/);
  await expect(stepLink(panel, 'Connect')).toContainText('1 blocker');
});

test('a healthy set-up is ready, step by step, down to every field of the plugin', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await expect(verdict(panel)).toContainText('Ready');
  for (const step of ['Client', 'Mapping']) {
    await stepLink(panel, step).click();
    await expect(panel.getByRole('heading', { level: 1, name: step })).toBeVisible();
    await expect(verdict(panel)).toContainText('Ready');
  }
  await stepLink(panel, 'Apply').click();
  await panel.getByRole('button', { name: 'Do it by hand instead' }).click();
  await expect(panel.getByRole('region', { name: 'Configure OAuth' })).toContainText('Authorize Endpoint');
  await panel.getByRole('checkbox', { name: 'Done: Custom App Name' }).check();
  await expect(panel.getByText(/^1 of \d+ ticked$/)).toBeVisible();
  await expect(stepLink(panel, 'Apply')).toContainText('1 field ticked');
  await panel.reload();
  await expect(panel.getByRole('checkbox', { name: 'Done: Custom App Name' })).toBeChecked();
});

test('the near miss of a redirect URI shows its one character, at the field and in the finding', async ({ panel }) => {
  await startDemo(panel, /^A slash too many/);
  await expect(verdict(panel)).toContainText('The connection is in order');
  await panel.getByRole('main').getByRole('link', { name: 'Client', exact: true }).click();
  await expect(panel.getByText('Redirect URI in the list of the application: see below')).toBeVisible();
  await panel.getByRole('button', { name: 'see below' }).click();
  await expect(panel.locator('#finding-redirect-uri-unregistered')).toBeFocused();
  const finding = panel.getByRole('article').first();
  await expect(finding.locator('mark')).toHaveText(['/']);
});

test('what was understood of a pasted address stands under the field at once', async ({ panel }) => {
  await addressField(panel).fill('https://door.acme.example/applications/acme/app-jira');
  await expect(
    panel.getByText('Read as https://door.acme.example, organization acme, application app-jira'),
  ).toBeVisible();
  await addressField(panel).fill('https://');
  await expect(panel.getByText('For example: door.acme.example')).toBeVisible();
  await panel.getByRole('button', { name: 'Check the connection' }).click();
  await expect(addressField(panel)).toBeFocused();
  await expect(addressField(panel)).toHaveAttribute('aria-invalid', 'true');
  expect(await axe(panel)).toEqual([]);
});

test('a Casdoor that nobody answers for is told as such, and the address is kept', async ({ panel }) => {
  await addressField(panel).fill('http://127.0.0.1:9');
  await addressField(panel).press('Enter');
  await expect(verdict(panel)).toContainText('Broken');
  await expect(panel.getByRole('article').first()).toContainText('127.0.0.1');
  await expect(addressField(panel)).toHaveValue('http://127.0.0.1:9');
});

test('counts jump to their group and move the focus', async ({ panel }) => {
  await startDemo(panel, /^Behind a proxy/);
  await verdict(panel)
    .getByRole('button', { name: /passed$/ })
    .click();
  const passed = panel.locator('#connect-passed');
  await expect(passed).toHaveAttribute('open');
  await expect(passed.locator('summary')).toBeFocused();
  await verdict(panel).getByRole('button', { name: '1 blocker' }).click();
  await expect(panel.getByRole('heading', { name: 'Failures' })).toBeFocused();
});

test('a check explains itself in its own page, loaded when it is asked for', async ({ panel }) => {
  await startDemo(panel, /^Behind a proxy/);
  await panel
    .getByRole('article')
    .first()
    .getByRole('button', { name: /^issuer-mismatch about the check/ })
    .click();
  const page = panel.getByRole('dialog');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page).not.toContainText('There is no page about');
  expect(await axe(panel)).toEqual([]);
  await panel.keyboard.press('Escape');
  await expect(page).toBeHidden();
});

test('one finding is checked again by itself, and the rest of the report stays', async ({ panel }) => {
  await startDemo(panel, /^Behind a proxy/);
  const passed = await verdict(panel)
    .getByRole('button', { name: /passed$/ })
    .innerText();
  const again = panel
    .getByRole('article')
    .first()
    .getByRole('button', { name: /^Check again/ });
  await again.click();
  await expect(panel.getByText(/; a part of it again at /)).toBeVisible();
  await expect(verdict(panel).getByRole('button', { name: passed })).toBeVisible();
  await expect(verdict(panel)).toContainText('Broken');
  await expect(again).toBeFocused();
});

test('seven situations stand at once, the others behind a fold', async ({ panel }) => {
  await expect(panel.locator('.situation')).toHaveCount(7);
  await panel.getByText('More situations').click();
  await panel.getByRole('button', { name: /^Sign-in is switched off/ }).click();
  await expect(verdict(panel)).toBeVisible();
});

test('a healthy mapping has nothing orange, since the check has told the token format', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await stepLink(panel, 'Mapping').click();
  await expect(panel.getByText(/^Text such as .* · filled for \d+ of \d+ people/).first()).toBeVisible();
  await expect(panel.getByText('Only some token formats', { exact: false })).toHaveCount(0);
});

test('until the backend answers, an outline stands there; where it does not, it can be asked again', async ({
  page,
  host,
  wrongs: _,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  await page.route('**/call', async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    await held;
    // No answer of the app's.
    return route.fulfill({ json: {} });
  });
  await page.goto(host.address);
  await expect(page.getByRole('status').filter({ hasText: 'The panel is being loaded' })).toBeVisible();
  expect(await axe(page)).toEqual([]);
  release();
  await expect(page.getByText('The panel asked its backend and got no answer.')).toBeVisible();
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(addressField(page)).toBeVisible();
});
