import { startEmbeddedCasdoor } from '../local/casdoor/start';
import { makeLocalVantage } from '../local/vantage/local-vantage';
import { gather } from '../src/casdoor/gather';
import { givenFrom } from '../src/diagnosis/given';
import { Secret } from '../src/secrets/secret';
import { type Figure, figure, median } from './figure';
import { type Asked, roundTrip, startSlow } from './slow-server';

const rounds = 5;

/**
 * A whole Connect and Client run against a server that takes 100 ms for each request, in round trips; beside it the
 * run's own requests made one after another over one kept connection.
 */
export const diagnosis = async (): Promise<Figure[]> => {
  const casdoor = await startEmbeddedCasdoor();
  const asked: Asked[] = [];
  const slow = await startSlow(new URL(casdoor.address), asked);
  try {
    const ours: number[] = [];
    const anchor: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      asked.length = 0;
      ours.push((await run(slow.url)) / roundTrip);
      anchor.push((await oneAfterAnother(slow.url, [...asked])) / roundTrip);
    }
    return [figure('diagnosis', 'round trips', median(ours), median(anchor), { atMost: 2.5, of: 'ours' })];
  } finally {
    slow.server.close();
    slow.server.closeAllConnections();
    await casdoor.close();
  }
};

const run = async (address: string): Promise<number> => {
  const vantage = makeLocalVantage();
  const started = performance.now();
  const evidence = await gather({
    given: givenFrom({
      from: 'local',
      address,
      target: { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false },
      clientId: 'app-jira-client-id',
      hasSecret: true,
      redirectUri: 'https://jira.acme.example/plugins/servlet/oauth/callback',
      scopes: 'openid profile email',
      mapping: null,
      plugin: null,
      now: new Date(),
    }),
    secret: new Secret('app-jira-client-secret'),
    allowsHttp: true,
    vantage,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
  const took = performance.now() - started;
  await vantage.close();
  // A run that learnt nothing would be quick.
  if (
    !evidence.secret.known ||
    evidence.secret.value !== 'right' ||
    !evidence.application.known ||
    !evidence.people.known
  )
    throw new Error('The run did not learn what a run learns.');
  return took;
};

const oneAfterAnother = async (address: string, requests: readonly Asked[]): Promise<number> => {
  const started = performance.now();
  for (const { method, path, headers, body } of requests) {
    const response = await fetch(new URL(path, address), {
      method,
      headers: Object.fromEntries(
        ['authorization', 'content-type', 'accept-language'].flatMap((name) =>
          typeof headers[name] === 'string' ? [[name, headers[name]]] : [],
        ),
      ),
      redirect: 'manual',
      ...(method === 'POST' ? { body: new Uint8Array(body) } : {}),
    });
    await response.arrayBuffer();
  }
  return performance.now() - started;
};
