import { secrets, startWorld, type World } from './apply-world';
import { atTerminal } from './at-terminal';

/** The client secret that stands in Atlassian's own plugin, as somebody names it on the command line. */

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A configuration of this Casdoor that somebody has made by hand. */
const madeByHand = () =>
  world.atlassianDc.change((settings) => ({
    ...settings,
    idps: [
      ...settings.idps,
      {
        ...{ id: 7, name: 'By hand', 'sso-type': 'OIDC', enabled: true, 'client-id': 'app-jira-client-id' },
        ...{ 'client-secret': secrets.OLD_SECRET, 'issuer-url': world.casdoor.address, 'username-claim': '${name}' },
        ...{ 'discovery-enabled': true, 'additional-scopes': [], buttonText: 'Casdoor' },
      },
    ],
  }));

const planned = async (variable: string | null) => {
  const given = variable === null ? [] : ['--old-secret-env', variable];
  const { result, said } = await atTerminal(['--plan', ...world.atlassianDcArguments, ...given], null);
  expect(JSON.stringify(result) + said).not.toContain(secrets.OLD_SECRET);
  return result.guards.find(({ id }) => id === 'secret-cannot-return');
};

test('Casdoor is asked about it, and what it does not take cannot be put back', async () => {
  madeByHand();
  expect(await planned(null)).toMatchObject({ holds: false, message: expect.stringContaining('was not typed') });
  expect(await planned('OLD_SECRET')).toMatchObject({
    holds: false,
    canBeOverruled: true,
    message: expect.stringContaining('Casdoor does not take the client secret that was typed'),
  });
});

test.each([
  ['CLIENT_SECRET', 'this is the client secret that is to be written'],
  ['CLIENT_ID', 'this is the client ID'],
  ['PADDED', 'begins or ends with a blank'],
])('what is named instead of it is refused: %s', async (variable, message) => {
  process.env.CLIENT_ID = 'app-jira-client-id';
  process.env.PADDED = ` ${secrets.OLD_SECRET}`;
  await expect(planned(variable)).rejects.toThrow(message);
});
