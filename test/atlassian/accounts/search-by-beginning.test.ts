import fc from 'fast-check';
import { answerJira } from '../../../local/atlassian/jira';
import type { MadeUser } from '../../../local/atlassian/population';
import { SiteSessions } from '../../../local/atlassian/sessions';
import { type Site, usualConditions } from '../../../local/atlassian/site';
import { SitePeople } from '../../../local/atlassian/site-people';
import type { AskAtlassian } from '../../../src/atlassian/accounts/ask-atlassian';
import { jiraUserSearch } from '../../../src/atlassian/accounts/jira-user-search';
import { user } from './reading';

/** Searches an older Jira in memory. */
const search = async (users: MadeUser[], searchLimit: number, isDotOn: boolean, change: (path: string) => string) => {
  const [now, people] = [() => new Date(0), new SitePeople({ users })];
  const site: Site = {
    product: 'jira',
    baseUrl: 'https://jira.acme.example',
    now,
    people,
    sessions: new SiteSessions('jira', people, now),
    conditions: { ...usualConditions, generation: 'older', searchLimit, isDotOn },
  };
  let requests = 0;
  const ask: AskAtlassian = async (path) => {
    requests += 1;
    if (requests > 20_000) throw new Error('It does not end.');
    const body = answerJira(new URL(change(path), site.baseUrl), site);
    return { answered: true, value: { status: body === null ? 404 : 200, headers: {}, json: body, isHtml: false } };
  };
  const outcome = { mayBeMore: false };
  const names: string[] = [];
  const clock = { now: () => 0, pause: async () => {} };
  const { signal } = new AbortController();
  for await (const page of jiraUserSearch({ ask, signal, clock }, new Set(), outcome)) {
    if ('failure' in page) throw new Error(page.failure.kind);
    names.push(...page.users.map(({ account }) => account.username));
  }
  return { names, outcome, requests };
};
const same = (path: string) => path;

test('whatever the names are made of, everybody behind the limit is found, once', async () => {
  const name = fc.stringMatching(/^[a-c1][a-c1.@_ -]{0,6}[a-c1]$|^[a-c1]$/);
  const people = fc.uniqueArray(name, { minLength: 1, maxLength: 160, selector: (each) => each.toLowerCase() });
  const words = fc.constantFrom('A', 'Abc', 'Cab Abc', 'B-a', 'Ü');
  await fc.assert(
    fc.asyncProperty(
      people,
      fc.array(words, { minLength: 5, maxLength: 5 }),
      fc.boolean(),
      async (all, full, isDotOn) => {
        const users = all.map((each, at) => user(each, { displayName: full[at % 5] ?? '', email: `${each}@x` }));
        const { names } = await search(users, 50, isDotOn, same);
        expect(names.sort()).toEqual([...all].sort());
      },
    ),
    { numRuns: 25 },
  );
});

test('a search that does not go by beginnings ends, and says that there may be more', async () => {
  const users = Array.from({ length: 130 }, (_, at) => user(`p${at}`));
  const { names, outcome, requests } = await search(users, 100, true, (path) =>
    path.replace(/username=[^&]*/, 'username=.'),
  );
  expect(names).toHaveLength(100);
  expect(outcome.mayBeMore).toBe(true);
  expect(requests).toBeLessThan(5000);
});

test('a list that happens to end at a round number is whole', async () => {
  const users = Array.from({ length: 100 }, (_, at) => user(`p${at}`));
  const { names, outcome } = await search(users, 1000, true, same);
  expect(names).toHaveLength(100);
  expect(outcome.mayBeMore).toBe(false);
});
