import type { Page } from '@playwright/test';
import { addressField, expect, test, verdict } from './panel';

/** What the focus is on, as assistive technology is told; empty where it is on nothing. */
const focusedNow = async (page: Page): Promise<string> => {
  const focused = page.locator(':focus');
  return (await focused.count()) === 0 ? '' : focused.ariaSnapshot();
};

const is = (snapshot: string, role: string, name: RegExp): boolean =>
  // A name with a colon is quoted as a whole.
  new RegExp(`^- '?${role} `).test(snapshot) && name.test(snapshot);

/** Whether the element in focus is in view and drawn with an outline, or the field around it with the border of focus. */
const isFocusSeen = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return false;
    const { top, bottom, left, right } = focused.getBoundingClientRect();
    if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth) return false;
    const probe = document.createElement('i');
    probe.style.color = 'var(--ds-border-focused)';
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    const around: Element[] = [focused];
    for (let each = focused.parentElement; each !== null && around.length < 6; each = each.parentElement)
      around.push(each);
    return around.some((element) => {
      const { outlineStyle, outlineWidth, borderTopColor, borderTopWidth } = getComputedStyle(element);
      const isOutlined = outlineStyle !== 'none' && outlineWidth !== '0px';
      return (element === focused && isOutlined) || (borderTopColor === color && borderTopWidth !== '0px');
    });
  });

/** Presses Tab until the focus is where the name says; every stop on the way has to be seen. */
const tabTo = async (page: Page, role: string, name: RegExp, presses = 80): Promise<void> => {
  for (let press = 0; press < presses; press += 1) {
    await page.keyboard.press('Tab');
    const snapshot = await focusedNow(page);
    if (snapshot === '') continue;
    // A border fades in.
    await expect.poll(() => isFocusSeen(page), `the focus on ${snapshot} is seen`).toBe(true);
    if (is(snapshot, role, name)) return;
  }
  throw new Error(`Tab did not lead to the ${role} ${name} within ${presses} presses.`);
};

const arriveAt = async (page: Page, step: string): Promise<void> => {
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible();
};

for (const { width, colorScheme } of [
  { width: 1280, colorScheme: 'light' },
  { width: 400, colorScheme: 'dark' },
] as const)
  test(`the seven steps are walked by keyboard alone at ${width} px in ${colorScheme}`, async ({ page, host }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(host.address);
    await expect(addressField(page)).toBeVisible();
    // Help, steps, the step's own fields.
    await tabTo(page, 'button', /Skip to the step/, 1);
    await tabTo(page, 'button', /Help/, 2);
    if (width < 760) await tabTo(page, 'button', /All steps/, 1);
    else await tabTo(page, 'link', /Connect/, 1);
    await tabTo(page, 'textbox', /Casdoor address/, 7);
    await tabTo(page, 'button', /A slash too many/);
    await page.keyboard.press('Enter');
    await expect(verdict(page)).toBeVisible();

    await tabTo(page, 'link', /Next: Client/);
    await arriveAt(page, 'Client');
    await tabTo(page, 'textbox', /Client ID/);
    await tabTo(page, 'button', /Replace the client secret/);
    await tabTo(page, 'button', /1 blocker/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Failures' })).toBeFocused();
    // From the group's heading on: what to copy, then what to do, then what was answered.
    await tabTo(page, 'button', /Copy /, 4);
    await tabTo(page, 'button', /Check again/, 2);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('region', { name: 'Running check' })).toBeHidden();
    expect(is(await focusedNow(page), 'button', /Check again/)).toBe(true);

    await tabTo(page, 'link', /Next: Sign-in/);
    await arriveAt(page, 'Sign-in');
    await tabTo(page, 'button', /Start a test sign-in/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Waiting for somebody to go to Casdoor' })).toBeFocused();
    await tabTo(page, 'link', /Open it in a new tab/, 1);
    const opened = page.waitForEvent('popup');
    await page.keyboard.press('Enter');
    await signIn(await opened);
    await expect(verdict(page).getByRole('heading')).toBeFocused();
    await expect(page.getByTestId('announcement')).toHaveText(/^The sign-in of ben\.carter worked/);
    await tabTo(page, 'button', /^- button "?Yes/);
    await page.keyboard.press('Enter');
    await expect(page.locator('p', { hasText: 'You said that this was the person meant' })).toBeFocused();

    await tabTo(page, 'link', /Next: Mapping/);
    await arriveAt(page, 'Mapping');
    await tabTo(page, 'textbox', /Username claim/);
    await page.keyboard.type('x');
    await tabTo(page, 'link', /Next: Directory/);
    await arriveAt(page, 'Directory');
    await tabTo(page, 'link', /Next: Apply/);
    await arriveAt(page, 'Apply');
    await tabTo(page, 'textbox', /User name in Jira/);
    await tabTo(page, 'link', /Next: Watch/);
    await arriveAt(page, 'Watch');
    await tabTo(page, 'link', /Write them in Apply/);
  });

/** The pages of the test and of Casdoor, by keyboard too; the tab is closed as its page says. */
const signIn = async (tab: Page): Promise<void> => {
  await tab.getByRole('button', { name: /^Go on to/ }).waitFor();
  await tabTo(tab, 'button', /Go on to/);
  await tab.keyboard.press('Enter');
  await tab.getByRole('textbox', { name: /^User name/ }).waitFor();
  await tab.getByRole('textbox', { name: /^User name/ }).focus();
  await tab.keyboard.type('ben.carter');
  await tab.keyboard.press('Tab');
  await tab.keyboard.type('Pass-123');
  await tab.keyboard.press('Enter');
  await expect(tab.getByRole('heading', { name: 'The sign-in worked' })).toBeVisible();
  await tab.close();
};

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

test('a page about a check leads to that of another, and back, with the focus', async ({ panel }) => {
  await addressField(panel).fill('http://127.0.0.1:9');
  await addressField(panel).press('Enter');
  const about = panel.getByRole('button', { name: /^connection-refused about the check/ });
  await about.focus();
  await panel.keyboard.press('Enter');
  const dialog = panel.getByRole('dialog');
  const page = dialog.getByRole('region', { name: 'Page' });
  await expect(page).toBeVisible();
  const title = await dialog.getByRole('heading', { level: 1 }).innerText();
  await page.getByRole('button', { name: 'connection-timeout', exact: true }).focus();
  await panel.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { level: 1 })).not.toHaveText(title);
  await expect(page).toContainText('connection-timeout');
  await expect(page).toBeFocused();
  await dialog.getByRole('button', { name: 'Back' }).focus();
  await panel.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { level: 1 })).toHaveText(title);
  // The button has gone with the page that it led away from.
  await expect(page).toBeFocused();
  await expect(dialog.getByRole('button', { name: 'Back' })).toHaveCount(0);
  await panel.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(about).toBeFocused();
});
