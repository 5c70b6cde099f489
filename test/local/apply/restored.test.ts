import { openApplySite } from '../../../local/apply/apply-site';
import type { Questions } from '../../../local/apply/questions';
import { toApplyJson } from '../../../local/apply/told-result';
import { storeIn } from '../../../src/store/store';
import { startWorld, type World } from './apply-world';
import { atTerminal } from './at-terminal';

/** What the command says of a restore beside the settings: the way back, and people; and the try from the node. */

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const overruled = ['--overrule', 'sign-in-missing'];
/** Somebody who sits there and says nothing. */
const unanswered = (signal: AbortSignal) =>
  new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)));
const put = (name: string, changes: object) => {
  const user = world.jira.people.named(name);
  if (!user) throw new Error(`There is no ${name}.`);
  world.jira.people.put({ ...user, ...changes });
};

test('what comes back by itself restores no people: who differs is named, and what is to be done', async () => {
  // The terminal is gone: whatever is asked there ends at once.
  const ask: Questions['ask'] = async () => {
    put('alice', { groups: ['jira-software-users'], email: 'alice@elsewhere.example' });
    return null;
  };
  const given = ['--yes', ...world.miniorangeArguments, ...overruled, '--wait', '1'];
  const { result, said } = await atTerminal(given, ask);
  expect(result).toMatchObject({ status: 1, outcome: 'restored' });
  expect(toApplyJson(result).people).toEqual({
    noted: 4,
    looked: 4,
    why: null,
    differing: [
      {
        user: 'alice',
        isAdministrator: true,
        problem: null,
        differences: [
          { field: 'groups-lost', before: 'jira-administrators', now: '' },
          { field: 'email', before: 'alice@acme.example', now: 'alice@elsewhere.example' },
        ],
      },
    ],
  });
  expect(said).toContain('alice, who administers\n    Not in jira-administrators any more.');
  // The panel does not have this target: nobody is sent there.
  expect(said).toContain('What they lack is set in Jira under User management.');
});

test('for a target of the panel it names the press that gives groups back; where nobody differs it says so', async () => {
  put('alice', { groups: ['jira-administrators', 'jira-software-users'], email: 'alice@acme.example' });
  const given = ['--yes', ...world.miniorangeArguments, ...overruled];
  const kept = await atTerminal([...given, '--keep'], null);
  const apply = kept.result.view?.id ?? '';
  const target = kept.result.view?.target ?? '';
  const site = await openApplySite(
    { data: world.kept[1] ?? null, keyFile: world.kept[3] ?? null },
    { isLookOnly: false },
  );
  await site.inside('jira', () => storeIn(site.place('jira')).targets.update(() => [target]));
  await site.close();
  const same = await atTerminal(['--restore', apply, ...world.kept, ...world.asRoot], async () => 'yes');
  expect(same.result).toMatchObject({ status: 0, outcome: 'kept', people: { differing: [] } });
  expect(same.said).toContain('Nobody differs of 4 people who were noted before the write.');

  put('alice', { groups: [] });
  const again = await atTerminal([...given, '--keep'], null);
  put('emergency', { groups: ['jira-software-users'] });
  const restored = await atTerminal(
    ['--restore', again.result.view?.id ?? '', ...world.kept, ...world.asRoot],
    async () => 'yes',
  );
  expect(restored.said).toContain('emergency, who administers\n    Not in jira-administrators any more.');
  expect(restored.said).toContain('The panel gives administrators their groups back: step Apply, History, this apply.');
  put('emergency', { groups: ['jira-administrators', 'jira-software-users'] });
  put('alice', { groups: ['jira-administrators', 'jira-software-users'] });
});

test('the way back of earlier settings is said with what no dry run tells of it, and yes overrules that they were not tried', async () => {
  const kept = await atTerminal(['--yes', ...world.miniorangeArguments, ...overruled, '--keep'], null);
  const given = ['--restore', kept.result.view?.id ?? '', ...world.kept, ...world.asRoot];
  const { result, said } = await atTerminal(given, async () => 'no');
  expect(result).toMatchObject({ status: 3, outcome: 'held', change: 'as-before' });
  expect(toApplyJson(result).guards).toMatchObject([
    { id: 'redirect-with-others', holds: true },
    {
      id: 'way-back-unproved',
      holds: true,
      message: expect.stringContaining(
        'Whether somebody in Casdoor signs in to root by the settings that come back is not known',
      ),
    },
    { id: 'earlier-settings-untried', holds: false, canBeOverruled: true },
  ]);
  expect(said).toContain('Who says yes overrules it');
  const wayBack = ['--way-back-user', 'emergency', '--way-back-password-env'];
  const refused = await atTerminal([...given, ...wayBack, 'OLD_SECRET'], async () => 'yes');
  expect(refused.result).toMatchObject({ status: 3, outcome: 'held', view: null });
  expect(refused.result.message).toContain('emergency was not accepted by password');
  const named = await atTerminal([...given, ...wayBack, 'WAY_BACK'], async () => 'yes');
  expect(named.result).toMatchObject({ status: 0, outcome: 'kept' });
  expect(named.said).toContain('emergency was accepted by password');
});

test('with a token nobody was tried: the account that is to be named opens it', async () => {
  const kept = await atTerminal(['--yes', ...world.atlassianDcArguments, ...overruled, '--keep'], null);
  const byToken = ['--atlassian', world.jira.address, '--token-env', 'TOKEN'];
  const given = ['--restore', kept.result.view?.id ?? '', ...world.kept, ...byToken];
  const untried = await atTerminal(given, async () => 'yes');
  expect(untried.result).toMatchObject({ status: 3, outcome: 'held' });
  expect(untried.result.message).toContain('Name one with --way-back-user and --way-back-password-env.');
  const named = await atTerminal(
    [...given, '--way-back-user', 'emergency', '--way-back-password-env', 'WAY_BACK'],
    async () => 'yes',
  );
  expect(named.result).toMatchObject({ status: 0, outcome: 'kept' });
});

test('the node of Jira is tried only where that is asked for, leaves nothing, and is found blind in its own words', async () => {
  const wayBack = world.atlassianDcArguments.indexOf('--way-back-user');
  const given = ['--try-from-node', ...world.atlassianDcArguments.toSpliced(wayBack, 4)];
  const before = structuredClone(world.atlassianDc.settings().idps);
  const seen = await atTerminal(given, null);
  expect(seen.result).toMatchObject({ status: 0, outcome: 'seen' });
  world.atlassianDc.switches.isNodeBlind = true;
  const blind = await atTerminal(given, null);
  world.atlassianDc.switches.isNodeBlind = false;
  expect(blind.result).toMatchObject({ status: 3, outcome: 'not-seen' });
  expect(toApplyJson(blind.result).findings).toMatchObject([
    { id: 'not-seen-from-target', outcome: 'fail', found: expect.stringContaining('could not be fetched') },
  ]);
  expect(world.atlassianDc.settings().idps).toEqual(before);
  const asked = world.jira.asked.length;
  await atTerminal(['--plan', ...world.atlassianDcArguments, ...overruled], null);
  expect(world.jira.asked.slice(asked)).not.toContain('/rest/authconfig/1.0/idps/');
  expect(world.atlassianDc.settings().idps).toEqual(before);
});

test('while an apply is open nothing is tried out', async () => {
  const ask = async () => {
    throw new Error('Nobody is asked.');
  };
  const given = [...world.atlassianDcArguments, ...overruled];
  const stop = new AbortController();
  const open = await atTerminal(
    ['--yes', ...given],
    (_question, signal) => {
      const answer = unanswered(signal);
      stop.abort();
      return answer;
    },
    stop.signal,
  );
  expect(open.result).toMatchObject({ status: 3, outcome: 'waiting' });
  expect(open.result.message).toMatch(/on the same data folder, after \d\d:\d\d:\d\d, puts the old settings back/);
  const wayBack = given.indexOf('--way-back-user');
  await expect(
    atTerminal(['--try-from-node', ...world.atlassianDcArguments.toSpliced(wayBack, 4)], ask),
  ).rejects.toThrow('is neither kept nor restored yet');
  const restored = await atTerminal(['--restore', ...world.kept], null);
  expect(restored.result).toMatchObject({ status: 0, outcome: 'restored' });
});
