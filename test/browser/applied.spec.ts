import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { ApplyView } from '../../src/contract/apply';
import type { PersonSince } from '../../src/contract/apply-calls';
import { change, changes, secretChange, stateOf, upToTheWait, viewOf, withCameIn } from '../panel/apply-views';
import { axe, expect, startDemo, stepLink, test } from './panel';
import { type ScriptedApply, scriptApply } from './scripted-apply';

/** A minute ago, so that nine are left. */
const begun = () => Date.now() - 60_000;
const answer = (page: Page) => page.getByRole('region', { name: 'What was applied' });
const keep = (page: Page) => answer(page).getByRole('button', { name: 'Keep the new ones' });
const restore = (page: Page) => answer(page).getByRole('button', { name: 'Restore', exact: true });
const callsOf = (script: ScriptedApply, call: string) => script.asked.filter((each) => each.call === call);

const openApply = async (page: Page): Promise<void> => {
  await startDemo(page, /^A slash too many/);
  const opener = page.getByRole('button', { name: /All steps/ });
  if (await opener.isVisible()) await opener.click();
  await stepLink(page, 'Apply').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Apply' })).toBeVisible();
};

const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

const failure = {
  code: 'credentials-wrong' as const,
  message: 'miniOrange on jira.acme.example refused the user name or the password.',
  remedy: 'Save the credentials anew.',
  isFinal: true,
};
const earlier = (): ApplyView[] => [
  viewOf(
    Date.now() - 6 * 86_400_000,
    [
      ...upToTheWait,
      { step: 'restoring', after: 611, who: null, message: 'Nobody has kept the new settings in time.' },
      {
        step: 'restored',
        after: 612,
        who: null,
        inForce: 'old',
        message: 'The old settings were written and read back.',
      },
    ],
    { id: '6f1f0f0e-8f5e-4a35-9d0e-3a3f0a4d0002', who: 'bob', changes: [change('Group Attribute', 'groups', 'roles')] },
  ),
  viewOf(Date.now() - 12 * 86_400_000, [...upToTheWait, { step: 'kept', after: 90 }], {
    id: '6f1f0f0e-8f5e-4a35-9d0e-3a3f0a4d0003',
    mappingVersion: 1,
    backupUntil: null,
  }),
];

test('what was written counts down, Keep waits for an administrator who came in, and a silent backend is said', async ({
  panel,
}) => {
  const waiting = viewOf(begun(), upToTheWait);
  const script = await scriptApply(panel, waiting);
  script.show(stateOf(waiting, { history: [waiting, ...earlier()] }));
  await openApply(panel);
  await expect(answer(panel)).toContainText('Written and verified');
  await expect(answer(panel)).toContainText('holds exactly the 3 fields that alice saw');
  await expect(answer(panel).getByRole('timer')).toHaveText(/^[89]:\d\d$/);
  await expect(answer(panel)).toContainText('until the old settings return by themselves, at');
  await expect(answer(panel)).toContainText('needs the program behind this panel to go on running');
  await expect(stepLink(panel, 'Apply')).toContainText('Verified, not yet kept');
  await expect(keep(panel)).toBeDisabled();
  await expect(answer(panel)).toContainText('Keep needs an administrator who has signed in through the plugin');
  await expect(restore(panel)).toBeEnabled();
  await expect(panel.getByText('https://jira.acme.example/login.jsp')).toBeVisible();
  await expect(panel.getByText('nobody yet', { exact: false })).toBeVisible();
  expect(callsOf(script, 'lookWhoCameIn').length).toBeGreaterThan(0);
  expect(await axe(panel)).toEqual([]);

  const some = withCameIn(waiting, 'ben.carter', { isAdministrator: false, after: 30 });
  script.show(stateOf(some));
  await expect(answer(panel)).toContainText('ben.carter came in, and is no administrator.');
  await expect(keep(panel)).toBeDisabled();
  const proved = withCameIn(some, 'amara.okafor', { isAdministrator: true, after: 40 });
  script.show(stateOf(proved));
  await expect(panel.getByTestId('announcement')).toHaveText('amara.okafor has come in through the plugin.');
  await expect(answer(panel)).toContainText('and amara.okafor has signed in through it.');
  await expect(keep(panel)).toBeEnabled();

  script.hush(true);
  await expect(panel.getByRole('alert')).toContainText('Nobody answers.', { timeout: 30_000 });
  script.hush(false);
  await expect(panel.getByText('Nobody answers.')).toHaveCount(0);

  await keep(panel).focus();
  script.outcome({ kind: 'not-in-force' });
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('region', { name: 'What came of it' })).toContainText(
    'does not hold the new settings any more',
  );
  await expect(keep(panel)).toBeFocused();
  script.outcome({ kind: 'done' });
  await keep(panel).click();
  script.show(stateOf(viewOf(begun(), [...upToTheWait, { step: 'kept', after: 55 }])));
  await expect(panel.getByRole('heading', { name: 'The new settings are kept' })).toBeFocused();
  await expect(stepLink(panel, 'Apply')).toContainText(/Kept \d+ \w+/);
  expect(callsOf(script, 'keepApply')).toHaveLength(2);
});

test('where the product does not tell, somebody says it, and what is refused stands at the field', async ({
  panel,
}) => {
  const waiting = viewOf(begun(), upToTheWait);
  const script = await scriptApply(panel, waiting);
  script.tells(false, 'The audit log of Jira is switched off.');
  await openApply(panel);
  const form = panel.getByRole('form', { name: 'Say who came in' });
  await expect(form).toContainText(
    'The audit log of Jira is switched off. Once you have signed in, you can say it yourself.',
  );
  const said = form.getByRole('button', { name: 'Say that I came in' });
  await expect(said).toBeDisabled();
  await form.getByRole('textbox', { name: 'I came in as' }).fill('nobody.here');
  await form.getByRole('checkbox', { name: /Jira knew me as nobody\.here$/ }).check();
  await said.click();
  await expect(form).toContainText('Jira has no account nobody.here.');
  await expect(form.getByRole('textbox', { name: 'I came in as' })).toHaveValue('nobody.here');
  expect(await axe(panel)).toEqual([]);
});

test('each thing that can come of an order is said in place', async ({ panel }) => {
  const waiting = withCameIn(viewOf(begun(), upToTheWait), 'amara.okafor', { isAdministrator: true, after: 30 });
  const script = await scriptApply(panel, waiting);
  await openApply(panel);
  const came = panel.getByRole('region', { name: 'What came of it' });
  script.outcome({ kind: 'nobody-came-in' });
  await keep(panel).click();
  await expect(came).toContainText('no administrator has come in through the plugin since it was written');
  script.outcome({ kind: 'not-waiting' });
  await keep(panel).click();
  await expect(came).toContainText('Somebody else, or the deadline, was quicker.');
  script.outcome({ kind: 'unreadable', failure });
  await restore(panel).click();
  await expect(came).toContainText('Not restored: miniOrange on jira.acme.example refused');
  await expect(came).toContainText('Save the credentials anew.');
  script.outcome({ kind: 'not-open' });
  await restore(panel).click();
  await expect(came).toContainText('somebody is at work on it');
  script.outcome({ kind: 'failed', error: { code: 'unexpected', message: 'The store did not answer.' } });
  await restore(panel).click();
  await expect(came).toContainText('The store did not answer.');

  script.outcome({
    kind: 'differs',
    fingerprint: 'a'.repeat(43),
    difference: { changes: [change('Scope', 'openid email', 'openid')], unchanged: [] },
  });
  await restore(panel).click();
  const table = panel.getByRole('table', { name: 'What restoring would change' });
  await expect(table).toContainText('Scope');
  expect(await axe(panel)).toEqual([]);
  script.outcome({ kind: 'done' });
  await panel.getByRole('button', { name: 'Restore 1 field over what is there' }).click();
  await expect(table).toHaveCount(0);
  expect(callsOf(script, 'restoreApply').at(-1)?.payload.shown).toBe('a'.repeat(43));
});

test('the deadline passes while the panel is open, and people who differ get their groups back', async ({ panel }) => {
  const waiting = viewOf(Date.now() - 600_000, upToTheWait);
  const script = await scriptApply(panel, waiting);
  await openApply(panel);
  await expect(panel.getByRole('heading', { name: 'The time is over' })).toBeVisible({ timeout: 30_000 });
  const root: PersonSince = {
    user: 'amara.okafor',
    isAdministrator: true,
    differences: [{ field: 'groups-lost', before: 'jira-administrators', now: '' }],
    losses: [{ groups: ['jira-administrators'], why: null, shown: 'r'.repeat(43) }],
    byHand: [],
    problem: null,
  };
  const ben: PersonSince = {
    ...root,
    user: 'ben.carter',
    isAdministrator: false,
    differences: [{ field: 'full-name', before: 'Ben Carter', now: 'ben' }],
    losses: [],
  };
  script.people([root, ben], 120);
  script.show(
    stateOf(
      viewOf(Date.now() - 615_000, [
        ...upToTheWait,
        { step: 'restoring', after: 611, who: null, message: 'Nobody has kept the new settings in time.' },
        { step: 'restored', after: 612, who: null, inForce: 'old', message: 'Written to miniOrange and read back.' },
      ]),
    ),
  );
  await expect(panel.getByRole('heading', { name: 'The old settings are back' })).toBeVisible();
  await expect(answer(panel)).toContainText('came back by themselves');
  await expect(
    panel.getByText('2 people differ of 120 people who were noted, 1 administrator among them.'),
  ).toBeVisible();
  expect(callsOf(script, 'peopleSince').map(({ payload }) => [payload.from, payload.count])).toEqual([
    [0, 50],
    [50, 50],
    [100, 50],
  ]);
  const who = panel.getByRole('table', { name: 'Administrators who differ' });
  await expect(who).toContainText('Not in jira-administrators any more.');
  expect(await axe(panel)).toEqual([]);
  await panel.getByRole('button', { name: 'Give amara.okafor the groups back' }).click();
  await expect(panel.getByTestId('announcement')).toHaveText('amara.okafor has the groups again.');
  await expect(who).toContainText('As before the write.');
  await panel.getByRole('button', { name: 'Back to the plan' }).click();
  await expect(panel.getByRole('heading', { name: 'The old settings are back' })).toHaveCount(0);
});

test('the red banner says what is in force and what to do by hand', async ({ panel }) => {
  const stuck = viewOf(
    Date.now() - 700_000,
    [
      ...upToTheWait,
      { step: 'restoring', after: 611, who: null, message: 'Nobody has kept the new settings in time.' },
      { step: 'stuck', after: 612, who: null, failure, message: failure.message },
    ],
    {
      overruled: [
        {
          id: 'administrators-affected',
          holds: false,
          canBeOverruled: true,
          message: '1 administrator would lose administration.',
          consequence: 'Nobody may be left who administers Jira.',
        },
      ],
    },
  );
  const script = await scriptApply(panel, stuck);
  await openApply(panel);
  await expect(panel.getByRole('heading', { name: 'The old settings could not be restored' })).toBeVisible();
  await expect(answer(panel)).toContainText('miniOrange holds the new settings.');
  await expect(answer(panel)).toContainText('refused the user name or the password');
  await expect(stepLink(panel, 'Apply')).toContainText('Needs you');
  const hand = panel.getByRole('region', { name: 'By hand, step by step' });
  await expect(hand).toContainText('lies encrypted in this panel');
  await expect(hand).toContainText('?oauth_sso=false');
  await expect(hand).toContainText('rescue');
  await expect(hand.getByRole('table', { name: 'Fields to set by hand' })).toContainText('Scope');
  await expect(panel.getByRole('region', { name: 'Overruled by alice' })).toContainText('Nobody may be left');
  expect(await axe(panel)).toEqual([]);
  await expect(panel.getByRole('region', { name: 'Credentials' })).toContainText('Other credentials can be given.');
  await answer(panel).getByRole('button', { name: 'Try again' }).click();
  await answer(panel).getByRole('button', { name: 'Leave as it is' }).click();
  expect(script.asked.map(({ call }) => call)).toEqual(expect.arrayContaining(['restoreApply', 'leaveApply']));
  script.show(stateOf(viewOf(Date.now() - 700_000, [...upToTheWait, { step: 'left', after: 690, message: 'Left.' }])));
  await expect(panel.getByRole('heading', { name: 'Left as it is' })).toBeVisible();
});

test('another administrator sees who applies since when, and what is needed to act', async ({ panel }) => {
  const waiting = viewOf(begun(), upToTheWait, { who: 'bob' });
  const script = await scriptApply(panel, waiting);
  const { access } = script.state();
  script.show(
    stateOf(
      waiting,
      access.kind === 'none' ? {} : { access: { ...access, who: 'bob', isOwn: false, isShared: false } },
    ),
  );
  await openApply(panel);
  await expect(answer(panel)).toContainText('bob has been applying since');
  const credentials = panel.getByRole('region', { name: 'Credentials' });
  await expect(credentials).toContainText('the credentials of bob write for bob alone');
  await credentials.getByText('Give credentials of your own').click();
  await expect(credentials.getByRole('form', { name: 'Credentials of Jira' })).toBeVisible();
  expect(callsOf(script, 'lookWhoCameIn')).toHaveLength(0);
  expect(await axe(panel)).toEqual([]);
});

test('the history is compared, exported, taken back as a plan, and its backups are deleted', async ({ panel }) => {
  const kept = viewOf(Date.now() - 3_600_000, [...upToTheWait, { step: 'kept', after: 90 }], {
    changes: [...changes, secretChange('Client Secret')],
  });
  const script = await scriptApply(panel, kept);
  script.show(stateOf(kept, { history: [kept, ...earlier()] }));
  await openApply(panel);
  const history = panel.getByRole('region', { name: 'History' });
  await expect(history).toContainText('4 fields: Authorize Endpoint, Scope and 2 more');
  await expect(history).toContainText('Returned by itself, not kept in time');
  await history
    .getByRole('button', { name: /^Compare/ })
    .first()
    .click();
  const table = history.getByRole('table', { name: /^What the apply of/ });
  await expect(table).toContainText('Client Secret');
  await history.getByRole('button', { name: 'Delete backup' }).click();
  await history.getByRole('button', { name: 'Delete it' }).click();
  await expect(history).toContainText('Its backup is not there any more.');
  expect(await axe(panel)).toEqual([]);
  script.show(stateOf(kept, { history: [kept, ...earlier()] }));
  const [download] = await Promise.all([
    panel.waitForEvent('download'),
    history.getByRole('button', { name: 'Export' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^apply-history-\d{4}-\d\d-\d\d\.json$/);
  const text = await readFile(await download.path(), 'utf8');
  expect((JSON.parse(text) as { applies: unknown[] }).applies).toHaveLength(3);
  await panel.reload();
  await history
    .getByRole('button', { name: /^Restore what was there before/ })
    .first()
    .click();
  await expect
    .poll(() => callsOf(script, 'planApply').at(-1)?.payload.change)
    .toEqual({ kind: 'as-before', apply: kept.id });
});

test('at 400 px in the dark all of it is there, and nothing sticks out', async ({ page, host, wrongs: _ }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(host.address);
  const waiting = withCameIn(viewOf(begun(), upToTheWait), 'amara.okafor', { isAdministrator: true, after: 30 });
  const script = await scriptApply(page, waiting);
  script.show(stateOf(waiting, { history: [waiting, ...earlier()] }));
  await openApply(page);
  await expect(keep(page)).toBeEnabled();
  await page
    .getByRole('button', { name: /^Compare/ })
    .first()
    .click();
  expect(await overflow(page)).toBe(0);
  expect(await axe(page)).toEqual([]);
});
