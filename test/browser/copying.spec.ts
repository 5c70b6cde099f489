import { expect, startDemo, test, verdict } from './panel';

test.beforeEach(({ context }) => context.grantPermissions(['clipboard-read', 'clipboard-write']));

const copied = (page: import('@playwright/test').Page) => page.evaluate(() => navigator.clipboard.readText());

test('a box copies exactly what it shows, and says so', async ({ panel }) => {
  await startDemo(panel, /^Behind a proxy/);
  const box = panel.getByRole('article').first().locator('.copy-box').first();
  const shown = await box.locator('code').innerText();
  await box.getByRole('button', { name: /^Copy/ }).click();
  await expect(box.getByRole('button', { name: /^Copied/ })).toBeVisible();
  await expect(panel.getByTestId('announcement')).toHaveText('Copied');
  expect(await copied(panel)).toBe(shown);
  expect(shown).toMatch(/^origin = http:\/\/127\.0\.0\.1:\d+$/);
  await expect(box.getByRole('button', { name: /^Copy / })).toBeVisible();
});

test('the report is copied as Markdown, without the secret', async ({ panel }) => {
  await startDemo(panel, /^The wrong secret/);
  await verdict(panel).getByRole('button', { name: 'Copy report' }).click();
  await expect(verdict(panel).getByRole('button', { name: 'Copied' })).toBeVisible();
  const report = await copied(panel);
  expect(report).toContain('client-secret-wrong');
  expect(report).not.toMatch(/[0-9a-f]{40}/);
});

test('where the clipboard is refused, the text is selected', async ({ panel, context }) => {
  await context.clearPermissions();
  await panel.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('refused')) } });
    document.execCommand = () => false;
  });
  await startDemo(panel, /^Behind a proxy/);
  const box = panel.getByRole('article').first().locator('.copy-box').first();
  await box.getByRole('button', { name: /^Copy/ }).click();
  await expect(box.getByRole('button', { name: /^Selected/ })).toBeVisible();
  expect(await panel.evaluate(() => getSelection()?.toString())).toBe(await box.locator('code').innerText());
});
