import type { MadeUser } from '../../local/atlassian/population';
import { type Certificate, makeCertificates } from '../../local/casdoor/certificates';
import { acme } from '../../local/casdoor/documents';
import { startEmbeddedCasdoor } from '../../local/casdoor/start';
import { atlassianDcPlugin } from '../../local/plugins/atlassian-dc/plugin';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import type { AtlassianCredentials } from '../../src/atlassian/accounts/ask-atlassian';
import { notePeople } from '../../src/people/note-people';
import { notedPeopleIn } from '../../src/people/noted-people';
import { differs, peopleNow } from '../../src/people/people-since';
import { putGroupsBack } from '../../src/people/put-groups-back';
import { isStillAdministrator, whoCameIn } from '../../src/people/who-came-in';
import { Secret } from '../../src/secrets/secret';
import { askAuthconfigOverVantage } from '../../src/targets/atlassian-dc/ask-authconfig';
import { authconfigApi } from '../../src/targets/atlassian-dc/authconfig-api';
import { atlassianDcTarget } from '../../src/targets/atlassian-dc/target';
import { openFormBrowser } from '../local/form-browser';
import { inProcess, killProcess, openStore } from '../signin/two-stores';
import { got, mapping, wantedOf } from '../targets/atlassian-dc/given';
import { askedSite, closeSites, login, user } from './asked-site';

openStore('disk');
const closing: { close: () => Promise<void> }[] = [];
let certificates: Certificate[];
beforeAll(async () => {
  certificates = await makeCertificates(acme().certificates);
});
afterEach(async () => {
  await closeSites();
  await Promise.all(closing.splice(0).map((each) => each.close()));
});

const target = 'f1f5d9a0-6c3e-4f0f-9d43-0d1b4f0f9d43';
const noted = () => notedPeopleIn({ product: 'jira', who: 'ada', account: 'ada', now: () => new Date() });
const users: MadeUser[] = [
  user('root', ['jira-administrators']),
  user('alice', ['jira-software-users', 'jira-administrators'], {
    displayName: 'A. from before',
    email: 'a@old.example',
  }),
];

/** Jira with Atlassian's own plugin on it, and the target that writes it. */
const start = async () => {
  const casdoor = await startEmbeddedCasdoor({ certificates, origin: (port) => `http://127.0.0.1:${port}` });
  const plugin = atlassianDcPlugin();
  const jira = await askedSite({ users, plugins: [plugin], conditions: { auditsSignIns: 'way' } });
  const vantage = makeLocalVantage({ environment: {} });
  closing.push(casdoor, vantage);
  const credentials: AtlassianCredentials = { kind: 'token', token: new Secret(login.token) };
  const ask = askAuthconfigOverVantage(vantage, new URL(jira.site.address), credentials);
  const written = atlassianDcTarget({ api: authconfigApi(ask, 'jira', credentials), idp: null, knownSecret: null });
  for (const application of casdoor.world.applications)
    application.redirectUris?.push(`${jira.site.address}/plugins/servlet/oidc/callback`);
  return { casdoor, jira, written };
};

/** As a person does: the button on Jira's form, Casdoor's page, and back. */
const signIn = async (address: string, username: string): Promise<string> => {
  const browser = openFormBrowser();
  const form = await browser.open(`${address}/login.jsp`);
  const button = /<a class="sso" href="([^"]+)"/.exec(form.html)?.[1] ?? '';
  const page = await browser.open(new URL(decodeURI(button.replaceAll('&#38;', '&')), address));
  return (await browser.submit(page, { username, password: 'Pass-123' })).html;
};

test('an administrator whom a sign-in robs of every group is named after the restore, and gets them back', async () => {
  const { casdoor, jira, written } = await start();
  const { signal } = jira;
  await inProcess(async () => {
    await notePeople({ ...jira, noted: noted(), target, apply: 'one', administratorGroups: null, rows: null });
  });
  const before = got(await written.read(signal));
  const wanted = wantedOf({ issuer: casdoor.address, mapping: { ...mapping, groups: 'groups' } });
  const { after } = written.plan(before.document, wanted);
  got(await written.write(before, after, signal));

  const writtenAt = Date.now() - 2_000;
  const options = { ...jira, administratorGroups: null, writtenAt };
  expect(await isStillAdministrator(options, 'alice')).toEqual({ told: true, isAdministrator: true });
  expect(await signIn(jira.site.address, 'alice')).toContain('<code id="who">alice</code>');
  expect(await isStillAdministrator(options, 'alice')).toEqual({ told: true, isAdministrator: false });
  // She came in, and nothing can be kept on her account: by the groups that she has now she administers nothing.
  expect(await whoCameIn({ ...options, writtenAt: writtenAt - 1_000 })).toEqual({
    why: null,
    cameIn: [{ who: 'alice', at: expect.any(String), isAdministrator: false, how: 'audit-log' }],
  });

  const found = got(await written.read(signal));
  got(await written.restore({ backup: before.backup, found: found.document, applied: after }, signal));
  expect(written.isSame(got(await written.read(signal)).document, before.document)).toBe(true);
  await killProcess();
  await inProcess(async () => {
    const people = (await noted().window(target, 'one', 0, 200)) ?? [];
    const look = await peopleNow(jira, people);
    expect(look.ok && look.people.filter(differs)).toEqual([
      {
        user: 'alice',
        isAdministrator: true,
        groupsLost: ['jira-software-users', 'jira-administrators'],
        isActive: true,
        differences: [
          { field: 'groups-lost', before: 'jira-software-users, jira-administrators', now: '' },
          { field: 'groups-gained', before: '', now: expect.stringContaining('acme/') },
          { field: 'email', before: 'a@old.example', now: expect.stringMatching(/^alice@/) },
          { field: 'full-name', before: 'A. from before', now: expect.stringMatching(/^Alice/) },
        ],
        problem: null,
      },
    ]);
    const alice = people.find(({ user }) => user === 'alice');
    if (!alice) throw new Error('Alice was not noted.');
    const groups = ['jira-software-users', 'jira-administrators'];
    const done = await putGroupsBack(jira, [{ noted: alice, groups }]);
    expect(done).toMatchObject({ ok: true, people: [{ user: 'alice', groupsLost: [], problem: null }] });
    expect(jira.site.people.named('alice')?.groups).toEqual(
      expect.arrayContaining(['jira-software-users', 'jira-administrators']),
    );
  });
});
