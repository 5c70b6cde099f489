import { startEmbeddedCasdoor } from '../../local/casdoor/start';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { readAddress } from '../../src/casdoor/address';
import { openDirectory } from '../../src/casdoor/directory';
import type { ProbeRequest, Vantage } from '../../src/casdoor/vantage';
import { systemClock } from '../../src/directory/ask-page';
import { readDirectory } from '../../src/directory/read-directory';
import { Secret } from '../../src/secrets/secret';
import { startWatchedCasdoor } from '../local/watched-casdoor';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const addressOf = (text: string) => {
  const reading = readAddress(text);
  if (!reading.ok) throw new Error(reading.sentence.text);
  return reading.value;
};

const open = (address: string, changes: { clientId?: string; secret?: string; vantage?: Vantage } = {}) => {
  const vantage = changes.vantage ?? makeLocalVantage({ environment: {} });
  closing.push(() => vantage.close());
  return openDirectory({
    address: addressOf(address),
    clientId: changes.clientId ?? 'app-jira-client-id',
    secret: new Secret(changes.secret ?? 'app-jira-client-secret'),
    allowsHttp: false,
    vantage,
    signal: new AbortController().signal,
  });
};

const opened = async (...given: Parameters<typeof open>) => {
  const directory = await open(...given);
  if ('problem' in directory) throw new Error(directory.problem);
  return directory;
};

test('everybody of the application’s organization is read page by page, sorted by name', async () => {
  const casdoor = await startEmbeddedCasdoor();
  closing.push(casdoor.close);
  const { fetchPage, organization } = await opened(casdoor.address);
  const names: unknown[] = [];
  const { signal } = new AbortController();
  const options = { fetchPage, names: [], size: 3, from: null, signal, clock: systemClock };
  for await (const event of readDirectory(options))
    if (event.kind === 'people') names.push(...event.people.map(({ name }) => name));
    else expect(event).toMatchObject({ stopped: null, missing: 0, repeated: 0 });
  const expected = casdoor.world.users.filter(({ owner }) => owner === 'acme').map(({ name }) => name);
  expect(organization).toBe('acme');
  expect(names).toEqual(expected.sort());
});

test('the secret goes with pages to a Casdoor that has proved to be one, and to nobody else', async () => {
  const casdoor = await startWatchedCasdoor();
  closing.push(casdoor.close);
  const { fetchPage } = await opened(casdoor.address);
  await fetchPage(1, 2, new AbortController().signal);
  const sent = casdoor.traffic.map(({ path, authorization }) => [path, authorization !== '']);
  expect(sent).toEqual(
    expect.arrayContaining([
      ['/.well-known/openid-configuration', false],
      ['/api/get-app-login', false],
      ['/api/get-users', true],
    ]),
  );

  const asked: ProbeRequest[] = [];
  const inside = makeLocalVantage({ environment: {} });
  const page: Vantage = {
    ...inside,
    from: 'local',
    close: () => inside.close(),
    request: async (request, signal) => {
      asked.push(request);
      return inside.request({ ...request, url: `${casdoor.address}/login` }, signal);
    },
  };
  expect(await open(casdoor.address, { vantage: page })).toEqual({
    problem: '127.0.0.1 has not proved to be Casdoor, so the secret was not sent.',
  });
  expect(asked.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
});

test('a wrong secret opens nothing', async () => {
  const casdoor = await startEmbeddedCasdoor();
  closing.push(casdoor.close);
  expect(await open(casdoor.address, { secret: 'wrong' })).toEqual({
    problem: 'Casdoor did not take the client secret. The checks of Client say why.',
  });
});
