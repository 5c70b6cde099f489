import type { Browser, Page } from '@playwright/test';
import { axe, expect, startDemo, startOddPanel, stepLink, test, verdict } from './panel';

const openStep = async (page: Page, step = 'Sign-in') => {
  const opener = page.getByRole('button', { name: /All steps/ });
  if (await opener.isVisible()) await opener.click();
  await stepLink(page, step).click();
  await expect(page.getByRole('heading', { level: 1, name: step })).toBeVisible();
};

const startButton = (page: Page) => page.getByRole('button', { name: 'Start a test sign-in' });
const waiting = (page: Page) => page.getByRole('region', { name: 'Test sign-in' });

/** Makes a link, and reads it where it can be copied. */
const makeLink = async (page: Page): Promise<string> => {
  // The answer stands above the button, which goes down with it.
  await expect(page.getByText('Casdoor is being asked for this redirect URI.')).toBeHidden();
  await startButton(page).click();
  await expect(waiting(page)).toContainText('Waiting for somebody to go to Casdoor');
  return (await page.locator('.copy-box code').first().textContent()) ?? '';
};

/** A private window: nothing in it knows of the panel. */
const privately = async (browser: Browser, act: (page: Page) => Promise<void>): Promise<void> => {
  const context = await browser.newContext();
  try {
    await act(await context.newPage());
  } finally {
    await context.close();
  }
};

/** From the page behind the link through Casdoor's form; where that leads is for the test to say. */
const signInAs = async (page: Page, link: string, name: string): Promise<void> => {
  await page.goto(link);
  await page.getByRole('button', { name: /^Go on to/ }).click();
  await page.getByRole('textbox', { name: /^User name/ }).fill(name);
  await page.getByRole('textbox', { name: 'Password' }).fill('Pass-123');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

const signInWell = (browser: Browser, link: string, name = 'ben.carter') =>
  privately(browser, async (page) => {
    await signInAs(page, link, name);
    await expect(page.getByRole('heading', { name: 'The sign-in worked' })).toBeVisible();
  });

test('a good sign-in says who would get in, and counts elsewhere once it is confirmed', async ({ panel, browser }) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  await expect(panel.getByRole('region', { name: 'Redirect URI of this test' })).toContainText('this computer');
  const link = await makeLink(panel);
  await expect(stepLink(panel, 'Sign-in')).toContainText(/Waiting, 1\d:\d\d left/);
  await signInWell(browser, link);
  await expect(verdict(panel)).toContainText('ben.carter would get in');
  await expect(verdict(panel)).toContainText('Ready');
  await expect(panel.getByTestId('announcement')).toHaveText('ben.carter would get in. Ready.');
  await expect(stepLink(panel, 'Sign-in')).toContainText(/ben\.carter, \d\d:\d\d/);
  await expect(panel.getByRole('row', { name: /^name / })).toContainText('Another meaning: here it is the full name');
  await expect(panel.getByText('Withheld, because they can carry secrets')).toContainText('passwordSalt');
  await expect(panel.getByText(/s of a person, \d+ ms of the network/)).toBeVisible();

  await openStep(panel, 'Mapping');
  await expect(panel.getByText('seen in a sign-in')).toHaveCount(0);
  await openStep(panel, 'Sign-in');
  await panel.getByRole('button', { name: 'Yes', exact: true }).click();
  await expect(panel.locator('p', { hasText: 'You said that this was the person meant' })).toBeFocused();
  await openStep(panel, 'Mapping');
  await expect(panel.getByText(/seen in a sign-in on \d+ \w+, \d\d:\d\d/).first()).toBeVisible();

  await panel.reload();
  await openStep(panel, 'Sign-in');
  await expect(verdict(panel)).toContainText('ben.carter would get in');
});

test('another mapping makes another person of the same sign-in', async ({ panel, browser }) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  await signInWell(browser, await makeLink(panel));
  await expect(verdict(panel)).toContainText('ben.carter would get in');
  await openStep(panel, 'Mapping');
  await panel.getByRole('textbox', { name: 'Username claim' }).fill('staffNumber');
  await panel.getByRole('button', { name: /^Save as version/ }).click();
  await expect(panel.getByRole('button', { name: 'Check again', exact: true }).first()).toBeVisible();
  await openStep(panel);
  await expect(verdict(panel)).toContainText('The sign-in worked, but Jira would not let this person in');
  await expect(verdict(panel)).toContainText('Refused');
  await expect(stepLink(panel, 'Sign-in')).toContainText('Would not be let in');
});

test('what keeps people out elsewhere is not covered up by a sign-in that worked', async ({ panel, browser }) => {
  // Casdoor lets the callback of the test pass, which leads to this computer, and not the plugin's.
  await startDemo(panel, /^A slash too many/);
  await openStep(panel);
  await signInWell(browser, await makeLink(panel));
  await expect(verdict(panel)).toContainText('The sign-in of ben.carter worked');
  await expect(verdict(panel)).not.toContainText('would get in');
  await expect(panel.locator('.elsewhere')).toContainText('Client:');
});

test('a token of an issuer whom the plugin does not know is not called good', async ({ panel, browser }) => {
  await startDemo(panel, /^Behind a proxy/);
  await openStep(panel);
  const link = await makeLink(panel);
  await privately(browser, async (page) => {
    await signInAs(page, link, 'ben.carter');
    await expect(page.getByRole('heading', { name: 'Casdoor let you in, and that is not enough yet' })).toBeVisible();
  });
  await expect(verdict(panel)).toContainText('Broken');
  await expect(verdict(panel)).not.toContainText('would get in');
});

test('of whom the plugin makes no account it is said that they need one', async ({ panel, browser }) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  await signInWell(browser, await makeLink(panel), 'label-printer');
  await expect(verdict(panel)).toContainText('label-printer would get in, if there is an account already');
  await expect(verdict(panel)).toHaveClass(/verdict-look/);
});

test('a person whom Casdoor forbids is sent back by nobody; the words of its page say why', async ({
  panel,
  browser,
}) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  const link = await makeLink(panel);
  let words = '';
  await privately(browser, async (page) => {
    await signInAs(page, link, 'ivan.gone');
    words = (await page.getByRole('alert').textContent()) ?? '';
  });
  expect(words).toContain('forbidden');
  await expect(waiting(panel)).toContainText('Waiting for the sign-in at Casdoor');
  const field = panel.getByRole('textbox', { name: "What Casdoor's page says" });
  await field.fill(words);
  await panel.getByRole('button', { name: 'End the test with these words' }).click();
  // One person is kept out; of others it says nothing.
  await expect(verdict(panel)).toContainText('At risk');
  await expect(verdict(panel).getByRole('heading', { name: 'Casdoor forbids this person to sign in' })).toBeFocused();
  await expect(panel.getByRole('article').first()).toContainText(words.replace(/^.*: /, ''));
  await expect(stepLink(panel, 'Sign-in')).toContainText('1 serious');
  // What another step says of the whole is said there, too.
  await openStep(panel, 'Connect');
  await expect(panel.locator('.elsewhere')).toContainText('Sign-in:');
  await openStep(panel);
  await panel
    .getByRole('button', { name: /^Sign in again/ })
    .first()
    .click();
  await expect(waiting(panel)).toContainText('Waiting for somebody to go to Casdoor');
  await expect(panel.getByRole('row', { name: /Refused/ })).toBeVisible();
});

test('a cancelled link opens nothing, and another one can be made', async ({ panel, browser }) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  const link = await makeLink(panel);
  await panel.getByRole('button', { name: 'Cancel this test' }).click();
  await expect(waiting(panel)).toContainText('This test was cancelled');
  await expect(panel.getByTestId('announcement')).toHaveText('The test sign-in was cancelled.');
  await privately(browser, async (page) => {
    await page.goto(link);
    await expect(page.getByRole('heading', { name: 'This test sign-in was cancelled' })).toBeVisible();
  });
  await panel.getByRole('button', { name: 'Start again' }).click();
  await expect(waiting(panel)).toContainText('Waiting for somebody to go to Casdoor');
});

test('a link that is opened twice says so to the second one', async ({ panel, browser }) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  const link = await makeLink(panel);
  await privately(browser, async (page) => {
    await page.goto(link);
    await page.getByRole('button', { name: /^Go on to/ }).click();
    await expect(page.getByRole('heading', { name: /^Sign in to/ })).toBeVisible();
    const second = await page.context().newPage();
    await second.goto(link);
    await expect(second.getByRole('heading', { name: 'This link was used already' })).toBeVisible();
  });
  await expect(waiting(panel)).toContainText('Waiting for the sign-in at Casdoor');
});

test('a link whose time is over is told apart from one that nobody got through', async ({ page, browser }) => {
  const { address, tell, stop } = await startOddPanel('demo');
  try {
    await page.goto(address);
    await startDemo(page, /^Everything is right/);
    await openStep(page);
    const link = await makeLink(page);
    tell(`later ${15 * 60 + 1}`);
    await expect(verdict(page)).toContainText('Nobody opened the link');
    await expect(verdict(page)).toContainText('Incomplete');
    await expect(page.getByRole('row', { name: /Abandoned/ })).toBeVisible();
    await privately(browser, async (person) => {
      await person.goto(link);
      await expect(person.getByRole('heading', { name: 'This link has expired' })).toBeVisible();
    });
  } finally {
    await stop();
  }
});

test('a panel that hears nothing of a test any more says so, and no longer once it does', async ({ page }) => {
  const { address, stop } = await startOddPanel('demo');
  try {
    await page.goto(address);
    await startDemo(page, /^Everything is right/);
    await openStep(page);
    await makeLink(page);
    const unheard = page.getByText('The panel asked its backend and got no answer.');
    await page.route('**/call', (route) => route.abort());
    await expect(unheard).toBeVisible({ timeout: 15_000 });
    await page.unroute('**/call');
    await expect(unheard).toHaveCount(0);
    await expect(waiting(page)).toContainText('Waiting for somebody to go to Casdoor');
  } finally {
    await stop();
  }
});

test('what came is deleted when that is asked for, and its line stays', async ({ panel, browser }) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  await signInWell(browser, await makeLink(panel));
  await expect(verdict(panel)).toBeVisible();
  await panel.getByRole('button', { name: 'Delete now' }).click();
  await expect(panel.getByText('The result goes at once; its line among the tests stays.')).toBeVisible();
  await panel.getByRole('button', { name: 'Keep it' }).click();
  // What was learnt outlives the result, so that is said before it can no longer be taken back.
  await panel.getByRole('button', { name: 'Yes', exact: true }).click();
  await panel.getByRole('button', { name: 'Delete now' }).click();
  await expect(panel.getByText('so do the names of the claims that came')).toBeVisible();
  await panel.getByRole('button', { name: 'Delete it' }).click();
  await expect(panel.getByRole('region', { name: 'Test sign-in' })).toContainText('was deleted');
  await expect(panel.getByRole('row', { name: /Worked/ })).toBeVisible();
  await expect(panel.getByText('Ben.Carter@acme.example')).toHaveCount(0);
});

test('settings that were saved since make a result stand back', async ({ panel, browser }) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  await signInWell(browser, await makeLink(panel));
  await expect(verdict(panel)).toContainText('would get in');
  await openStep(panel, 'Client');
  await panel.getByRole('textbox', { name: 'Scope' }).fill('openid profile email');
  await panel.getByRole('button', { name: 'Save and check' }).click();
  await expect(panel.getByRole('button', { name: 'Check again', exact: true }).first()).toBeVisible();
  await openStep(panel);
  await expect(verdict(panel)).toContainText('Nobody has signed in with what is saved now');
  await expect(stepLink(panel, 'Sign-in')).toContainText('Changed since the test');
  await expect(panel.getByRole('row', { name: /^name / })).toBeVisible();
});

test('of the test of a colleague the link is not shown, and one of their own puts an end to it', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  const link = await makeLink(panel);
  // This machine has one administrator only, so of this one test the page hears what a colleague would hear.
  await panel.evaluate(() => {
    const ask = globalThis.fetch;
    let theirs: string | undefined;
    globalThis.fetch = async (input, init) => {
      const response = await ask(input, init);
      if (typeof init?.body !== 'string' || !init.body.includes('"functionKey":"signIn"')) return response;
      const body = (await response.json()) as { value: { value: { current: { id: string } } } };
      const { current } = body.value.value;
      theirs ??= current.id;
      if (current.id === theirs) Object.assign(current, { isMine: false, link: null, who: 'Grace' });
      return Response.json(body);
    };
  });
  await expect(waiting(panel)).toContainText('Grace is testing a sign-in');
  await expect(panel.getByText(link)).toHaveCount(0);
  await panel.getByRole('button', { name: 'Start one of my own' }).click();
  await expect(waiting(panel)).toContainText('Waiting for somebody to go to Casdoor');
  await expect(panel.locator('.copy-box code').first()).not.toHaveText(link);
});

test('by keyboard alone: start, go to the link in a tab of its own, cancel', async ({ panel }) => {
  await startDemo(panel, /^Everything is right/);
  await openStep(panel);
  const start = startButton(panel);
  await start.focus();
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { name: 'Waiting for somebody to go to Casdoor' })).toBeFocused();
  await panel.keyboard.press('Tab');
  await expect(panel.getByRole('link', { name: 'Open it in a new tab' })).toBeFocused();
  const opened = panel.waitForEvent('popup');
  await panel.keyboard.press('Enter');
  const tab = await opened;
  await expect(tab.getByRole('heading', { name: 'A test sign-in for Jira' })).toBeVisible();
  await tab.close();
  await panel.keyboard.press('Escape');
  await expect(waiting(panel)).toBeVisible();
  await panel.keyboard.press('Tab');
  await expect(panel.getByRole('button', { name: 'Cancel this test' })).toBeFocused();
  await panel.keyboard.press('Enter');
  await expect(panel.getByRole('heading', { name: 'This test was cancelled' })).toBeFocused();
});

for (const [width, colorScheme] of [
  [1280, 'light'],
  [400, 'dark'],
] as const)
  test(`axe finds nothing and nothing sticks out at ${width} px in ${colorScheme}`, async ({
    page,
    host,
    browser,
    wrongs: _,
  }) => {
    const faults: string[] = [];
    const look = async (screen: string) => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      const found = await axe(page);
      faults.push(
        ...[...(overflow > 0 ? [`${overflow} px too wide`] : []), ...found].map((each) => `${screen}: ${each}`),
      );
    };
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(host.address);
    await startDemo(page, /^Everything is right/);
    await openStep(page);
    await expect(page.getByText('Nothing has to be registered')).toBeVisible();
    await look('Before');
    const link = await makeLink(page);
    await look('Waiting');
    await privately(browser, async (person) => {
      await signInAs(person, link, 'zoe.muller');
      await expect(person.getByRole('heading', { name: 'The sign-in worked' })).toBeVisible();
    });
    await expect(verdict(page)).toContainText('zoe.muller would get in');
    await page.getByRole('button', { name: /^All \d+$/ }).click();
    for (const fold of await page.locator('main details > summary').all()) await fold.click();
    await look('Result, all open');
    await page.getByRole('searchbox', { name: 'Search all claims' }).fill('zoe');
    await expect(page.getByRole('row', { name: /^email / })).toBeVisible();
    await expect(page.getByRole('row', { name: /^iss / })).toHaveCount(0);
    expect(faults).toEqual([]);
  });
