import { guards, outcome, readDirectories, readPlugin, writeButton } from './apply-walk';
import type { DemoTurn } from './odd-host';
import { axe, expect, startDemo, startOddPanel, test } from './panel';

/** What goes wrong at a plugin, as the panel shows it, from stand-ins that really do it. */
const miniorange = (to: Extract<DemoTurn, { of: 'miniorange' }>['to']): DemoTurn => ({
  product: 'jira',
  of: 'miniorange',
  to,
});

test('a plugin that keeps half and says SUCCESS, and one that asks for a CAPTCHA when the time is over', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { address, stop, tell, turn } = await startOddPanel('village');
  try {
    await page.goto(address);
    await startDemo(page, /^Everything is right/);
    await readDirectories(page, 'Nobody would lose an account, rights or a group');
    await readPlugin(page, 'Jira');
    const anyway = () =>
      guards(page)
        .getByRole('checkbox', { name: /^Write anyway/ })
        .check();
    await anyway();

    await turn(miniorange({ writesHalf: true }));
    await writeButton(page).click();
    await outcome(page, 'The old settings are not back yet');
    await expect(page.getByRole('main')).toContainText('holds something else than was written');
    await expect(page.getByRole('main')).toContainText('miniOrange holds neither the old settings nor the new ones.');
    await expect(page.getByRole('main')).toContainText('It is tried again at');
    // Until then perhaps nobody can sign in: what can be done at once stands there, too.
    await outcome(page, 'By hand, step by step');
    expect(await axe(page)).toEqual([]);
    await turn(miniorange({ writesHalf: false }));
    tell('later 61');
    await outcome(page, 'The old settings are back');

    await page.getByRole('button', { name: 'Back to the plan' }).click();
    await readPlugin(page, 'Jira');
    await anyway();
    await turn(miniorange({ answersAfter: 1500 }));
    await writeButton(page).click();
    await outcome(page, 'Written and verified');
    await turn({ product: 'jira', of: 'site', to: { fault: { kind: 'captcha', on: '/', times: null } } });
    tell('later 601');
    await outcome(page, 'The old settings could not be restored');
    await expect(page.getByRole('main')).toContainText('asks this account for a CAPTCHA');
    await expect(page.getByRole('main')).toContainText('Set it to');
    expect(await axe(page)).toEqual([]);
    // Somebody has signed in once and answered it.
    await turn({ product: 'jira', of: 'site', to: { fault: null } });
    await page.getByRole('button', { name: 'Try again' }).click();
    await outcome(page, 'The old settings are back');
  } finally {
    await stop();
  }
});
