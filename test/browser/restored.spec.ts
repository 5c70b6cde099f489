import type { Page } from '@playwright/test';
import { axe, test as base, expect, type OddPanel, startDemo, startOddPanel, stepLink } from './panel';

/** What goes wrong after a write, at the stand-ins of Jira and miniOrange: nothing here is scripted but them. */
const test = base.extend<{ village: OddPanel }>({
  village: async ({ page: _ }, use) => {
    const panel = await startOddPanel('village');
    await use(panel);
    await panel.stop();
  },
});

const openStep = async (page: Page, step: string): Promise<void> => {
  await stepLink(page, step).click();
  await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible();
};

const answer = (page: Page) => page.getByRole('region', { name: 'What was applied' });
const button = (page: Page, name: string) => answer(page).getByRole('button', { name, exact: true });

const giveCredentials = async (page: Page, password = 'Way-back-123'): Promise<void> => {
  const form = page.getByRole('form', { name: 'Credentials of Jira' });
  await form.getByRole('textbox', { name: 'User name in Jira' }).fill('emergency-admin');
  await form.getByLabel('Password', { exact: true }).fill(password);
  await form.getByRole('button', { name: 'Read the plugin’s settings' }).click();
};

/** From the plan to the wait. No test sign-in was made, which is overruled. */
const write = async (page: Page): Promise<void> => {
  const press = page.getByRole('button', { name: /^Write \d+ fields? to Jira$/ });
  await expect(press).toBeVisible();
  const overrule = page
    .getByRole('list', { name: 'What must hold before it is written' })
    .getByRole('checkbox', { name: /^Write anyway/ });
  for (const tick of await overrule.all()) await tick.check();
  await press.click();
  await expect(page.getByRole('heading', { name: 'Written and verified' })).toBeVisible();
};

const openApply = async (page: Page, { address }: OddPanel): Promise<void> => {
  await page.goto(address);
  await startDemo(page, /^Everything is right/);
  await openStep(page, 'Directory');
  await page.getByRole('button', { name: 'Read both directories' }).first().click();
  await expect(page.getByText(/People are kept until/)).toBeVisible({ timeout: 60_000 });
  await openStep(page, 'Apply');
  await giveCredentials(page);
};

test('what somebody changed since is shown before it is restored over, and nobody is left without a way on', async ({
  page,
  village,
}) => {
  test.setTimeout(180_000);
  await openApply(page, village);
  await write(page);
  await expect(button(page, 'Keep the new ones')).toBeDisabled();
  await expect(answer(page)).toContainText('Keep needs an administrator who has signed in through the plugin');
  // Nobody has signed in here for long, so that the log may leave sign-ins out: it is asked on, and somebody may say it.
  await expect(page.getByRole('form', { name: 'Say who came in' })).toContainText(
    'The audit log of Jira has no sign-in',
  );
  await expect(page.getByText('audit log is asked every ten seconds', { exact: false })).toBeVisible();

  await village.turn({ product: 'jira', of: 'sign-in-settings', to: { LOGIN_BUTTON_TEXT: 'Company door' } });
  await button(page, 'Restore').click();
  await expect(page.getByRole('region', { name: 'What came of it' })).toContainText(
    'holds something else than was applied',
  );
  await expect(page.getByRole('table', { name: 'What restoring would change' })).toContainText('LOGIN_BUTTON_TEXT');
  expect(await axe(page)).toEqual([]);
  await page.getByRole('button', { name: /^Restore \d+ fields? over what is there$/ }).click();
  await expect(page.getByRole('heading', { name: 'The old settings are back' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'People' })).toContainText(/Nobody differs of \d+ people|differ/);
  const history = page.getByRole('region', { name: 'History' });
  await expect(history).toContainText('Restored by');
  await button(page, 'Back to the plan').click();
  await expect(page.getByRole('heading', { name: 'The old settings are back' })).toHaveCount(0);
});

test('what nobody keeps comes back while the panel is closed, and is told to whoever opens it', async ({
  page,
  village,
}) => {
  test.setTimeout(180_000);
  await openApply(page, village);
  await write(page);
  await page.goto('about:blank');
  village.tell('later 620');
  await page.waitForTimeout(3000);
  await page.goto(village.address);
  await openStep(page, 'Apply');
  await expect(page.getByRole('heading', { name: 'The old settings are back' })).toBeVisible();
  await expect(answer(page)).toContainText('came back by themselves');
  await expect(page.getByRole('region', { name: 'History' })).toContainText('Returned by itself, not kept in time');
  await expect(page.getByRole('region', { name: 'People' })).toContainText(
    /Nobody differs of \d+ people who were noted\./,
  );
  expect(await axe(page)).toEqual([]);
});

test('a Jira that lets nobody in any more raises the red banner, and other credentials end it', async ({
  page,
  village,
}) => {
  test.setTimeout(180_000);
  await openApply(page, village);
  await write(page);
  await village.turn({ product: 'jira', of: 'site', to: { failsWith: 401 } });
  village.tell('later 620');
  await expect(page.getByRole('heading', { name: /could not be restored|needs you/ })).toBeVisible();
  await expect(stepLink(page, 'Apply')).toContainText('Needs you');
  await expect(page.getByRole('region', { name: 'By hand, step by step' })).toContainText('?oauth_sso=false');
  expect(await axe(page)).toEqual([]);
  await village.turn({ product: 'jira', of: 'site', to: { failsWith: null } });
  // What a sign-in by the new settings takes, is given back by one press; what somebody takes later, by name.
  await village.turn({ product: 'jira', of: 'groups', to: { 'amara.okafor': ['jira-software-users'] } });
  await answer(page)
    .getByRole('button', { name: /^(Try again|Restore)$/ })
    .click();
  await expect(page.getByRole('heading', { name: 'The old settings are back' })).toBeVisible();
  const people = page.getByRole('region', { name: 'People' });
  await expect(people).toContainText('Lost while the new settings were in force.');
  const press = people.getByRole('button', { name: 'Give amara.okafor the groups back' });
  await expect(press).toBeDisabled();
  await people.getByText('Give credentials').click();
  await giveCredentials(page);
  await press.click();
  await expect(people).toContainText('amara.okafor has the groups again.');
  await village.turn({ product: 'jira', of: 'groups', to: { 'amara.okafor': ['jira-software-users'] } });
  await people.getByRole('button', { name: 'Look again' }).click();
  const tick = people.getByRole('checkbox', { name: /^Give amara\.okafor .* back all the same$/ });
  await expect(tick).toHaveAccessibleDescription(/^Taken away later, by something else/);
  await expect(people.getByRole('button', { name: 'Give groups back' })).toBeDisabled();
  expect(await axe(page)).toEqual([]);
  await tick.check();
  await press.click();
  await expect(people.getByRole('table', { name: 'Administrators who differ' })).toContainText('As before the write.');
});
