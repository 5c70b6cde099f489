import type { Page } from '@playwright/test';
import { addressField, expect, test, verdict } from './panel';

/** Presses Tab until the focus is where the name says; fails after more presses than a person would bear. */
const tabTo = async (page: Page, role: string, name: RegExp, presses = 80): Promise<void> => {
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) continue;
    const snapshot = await focused.ariaSnapshot();
    // A name with a colon is quoted as a whole.
    if (new RegExp(`^- '?${role} `).test(snapshot) && name.test(snapshot)) return;
  }
  throw new Error(`Tab did not lead to the ${role} ${name} within ${presses} presses.`);
};

test('the five steps are walked by keyboard alone', async ({ panel }) => {
  await tabTo(panel, 'textbox', /Casdoor address/);
  await expect(addressField(panel)).toBeFocused();
  await tabTo(panel, 'button', /A slash too many/);
  await panel.keyboard.press('Enter');
  await expect(verdict(panel)).toBeVisible();

  await tabTo(panel, 'link', /Next: Client/);
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { level: 1, name: 'Client' })).toBeVisible();
  await tabTo(panel, 'textbox', /Client ID/);
  await tabTo(panel, 'button', /Replace the client secret/);
  await tabTo(panel, 'button', /1 blocker/);
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { name: 'Failures' })).toBeFocused();
  // From the group's heading on: what to copy, then what to do, then what was answered.
  await tabTo(panel, 'button', /Copy /, 4);
  await tabTo(panel, 'button', /Check again/, 2);
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('region', { name: 'Running check' })).toBeHidden();

  await tabTo(panel, 'link', /Next: Sign-in/);
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { level: 1, name: 'Sign-in' })).toBeVisible();
  await tabTo(panel, 'button', /Start a test sign-in/);

  await tabTo(panel, 'link', /Next: Mapping/);
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { level: 1, name: 'Mapping' })).toBeVisible();
  await tabTo(panel, 'textbox', /Username claim/);
  await panel.keyboard.type('x');
  await tabTo(panel, 'link', /Next: Apply/);
  await panel.keyboard.press('Enter');
  await tabTo(panel, 'checkbox', /Selected Application/);
  await panel.keyboard.press('Space');
  await expect(panel.getByText(/^1 of \d+ ticked$/)).toBeVisible();
});

test('Escape closes the menu and a dialog, and the focus returns to what opened them', async ({ panel }) => {
  await panel.getByRole('button', { name: /^Everything is right/ }).click();
  await expect(verdict(panel)).toBeVisible();
  const opener = panel.getByRole('button', { name: /^Target:/ });
  await opener.focus();
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('button', { name: 'Add a target' })).toBeVisible();
  await panel.keyboard.press('Tab');
  await panel.keyboard.press('Escape');
  await expect(panel.getByRole('button', { name: 'Add a target' })).toBeHidden();
  await expect(opener).toBeFocused();

  const help = panel.getByRole('button', { name: 'Help' });
  await help.focus();
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('dialog', { name: 'Help' })).toBeVisible();
  await panel.keyboard.press('Escape');
  await expect(panel.getByRole('dialog', { name: 'Help' })).toBeHidden();
  await expect(help).toBeFocused();
});
