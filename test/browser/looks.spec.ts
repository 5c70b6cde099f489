import type { Page } from '@playwright/test';
import { addressField, axe, expect, startDemo, stepLink, test, verdict } from './panel';

const looks = [
  { width: 1280, colorScheme: 'light' },
  { width: 400, colorScheme: 'dark' },
] as const;

/** What axe finds, and whether something sticks out at the side; by the step on which it was. */
const faultsOf = async (page: Page, step: string): Promise<string[]> => {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const found = await axe(page);
  return [...(overflow > 0 ? [`${overflow} px wider than the window`] : []), ...found].map(
    (fault) => `${step}: ${fault}`,
  );
};

const goTo = async (page: Page, step: string, width: number) => {
  if (width < 760) await page.getByRole('button', { name: /All steps/ }).click();
  await stepLink(page, step).click();
  await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible();
};

for (const { width, colorScheme } of looks)
  test(`axe finds nothing and nothing sticks out at ${width} px in ${colorScheme}`, async ({
    page,
    host,
    wrongs: _,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(host.address);
    await expect(addressField(page)).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-color-mode', colorScheme);
    const faults = await faultsOf(page, 'Empty');
    await startDemo(page, /^A slash too many/);
    for (const fold of await page.locator('main details > summary').all()) await fold.click();
    faults.push(...(await faultsOf(page, 'Connect, all open')));
    await goTo(page, 'Client', width);
    await expect(verdict(page)).toBeVisible();
    faults.push(...(await faultsOf(page, 'Client')));
    await goTo(page, 'Mapping', width);
    await page
      .getByRole('button', { name: /^How .* is mapped$/ })
      .first()
      .click();
    await expect(page.locator('.trail')).toBeVisible();
    faults.push(...(await faultsOf(page, 'Mapping')));
    await goTo(page, 'Apply', width);
    await expect(page.getByRole('textbox', { name: 'User name in Jira' })).toBeVisible();
    faults.push(...(await faultsOf(page, 'Apply')));
    await goTo(page, 'Watch', width);
    await expect(verdict(page)).toBeVisible();
    faults.push(...(await faultsOf(page, 'Watch')));
    expect(faults).toEqual([]);
  });

test('in forced colours and without motion nothing is lost', async ({ page, host, wrongs: _ }) => {
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
  await page.goto(host.address);
  await startDemo(page, /^Behind a proxy/);
  await expect(verdict(page)).toContainText('Broken');
  expect(await axe(page)).toEqual([]);
});
