import { startEmbeddedCasdoor } from '../../local/casdoor/start';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { readAddress } from '../../src/casdoor/address';
import { tryClientSecret } from '../../src/casdoor/try-client-secret';
import type { ProbeRequest, Vantage } from '../../src/casdoor/vantage';
import { Secret } from '../../src/secrets/secret';

let casdoor: Awaited<ReturnType<typeof startEmbeddedCasdoor>>;
const inside = makeLocalVantage({ environment: {} });
beforeAll(async () => {
  casdoor = await startEmbeddedCasdoor();
});
afterAll(async () => {
  await inside.close();
  await casdoor.close();
});

const tried = async (clientId: string, secret: string) => {
  const reading = readAddress(casdoor.address);
  if (!reading.ok) throw new Error(reading.sentence.text);
  const asked: ProbeRequest[] = [];
  const vantage: Vantage = {
    ...{ from: inside.from, close: async () => {}, used: () => inside.used() },
    bytes: (request, signal) => inside.bytes(request, signal),
    lookup: (host, signal) => inside.lookup(host, signal),
    tls: (origin, signal) => inside.tls(origin, signal),
    request: async (request, signal) => {
      asked.push(request);
      return inside.request(request, signal);
    },
  };
  const options = { address: reading.value, allowsHttp: false, vantage, signal: AbortSignal.timeout(10_000) };
  return { answer: await tryClientSecret({ ...options, clientId, secret: new Secret(secret) }), asked };
};

test('Casdoor tells whether it takes a secret, and no address carries it', async () => {
  const right = await tried('app-jira-client-id', 'app-jira-client-secret');
  expect(right.answer).toBe('taken');
  expect((await tried('app-jira-client-id', 'another')).answer).toBe('not-taken');
  expect((await tried('nobody-knows-it', 'another')).answer).toBe('untold');
  expect(right.asked.filter(({ url, body }) => `${url} ${body}`.includes('app-jira-client-secret'))).toEqual([]);
});

test.each([
  ['the secret of somebody who had the two swapped', 'c0ffee'.repeat(7).slice(0, 40), '0123456789abcdef0123'],
  ['what is named a secret', 'app-jira-client-secret', 'app-jira-client-id'],
])('a client ID that may be a secret goes nowhere: %s', async (_name, clientId, secret) => {
  expect(await tried(clientId, secret)).toEqual({ answer: 'untold', asked: [] });
});
