import { isDeepStrictEqual } from 'node:util';
import { type Certificate, makeCertificates } from '../../local/casdoor/certificates';
import { acme } from '../../local/casdoor/documents';
import { startEmbeddedCasdoor } from '../../local/casdoor/start';
import { makeLocalVantage } from '../../local/vantage/local-vantage';
import { readAddress } from '../../src/casdoor/address';
import type { Vantage } from '../../src/casdoor/vantage';
import { Secret } from '../../src/secrets/secret';
import { type PlacedRedirectList, redirectListApi } from '../../src/targets/casdoor/redirect-list-api';
import { type RedirectUriWanted, redirectUriTarget } from '../../src/targets/casdoor/redirect-uri-target';
import type { Step } from './memory-target';
import { groundFor } from './standing';
import { type Bench, stopAnywhere, storyNames } from './start-anew';

const ours = 'https://jira.acme.example/plugins/servlet/oauth/callback';

let certificates: Certificate[];
beforeAll(async () => {
  certificates = await makeCertificates(acme().certificates);
});

/** The embedded Casdoor behind real HTTP; every request to it can be the last thing that a process does. */
const bench = async (
  application: string,
  wanted: RedirectUriWanted,
): Promise<Bench<PlacedRedirectList, RedirectUriWanted>> => {
  const casdoor = await startEmbeddedCasdoor({ certificates, origin: (port) => `http://127.0.0.1:${port}` });
  const address = readAddress(casdoor.address);
  if (!address.ok) throw new Error(address.sentence.text);
  const vantage = makeLocalVantage({ environment: {} });
  const target = (step: Step) => {
    const stepping: Vantage = Object.assign(Object.create(vantage) as Vantage, {
      request: ((probe, signal) =>
        step(probe.method, () => vantage.request(probe, signal))) satisfies Vantage['request'],
      bytes: ((probe, signal) => step(probe.method, () => vantage.bytes(probe, signal))) satisfies Vantage['bytes'],
    });
    const api = redirectListApi({
      address: address.value,
      clientId: `${application}-client-id`,
      secret: new Secret(`${application}-client-secret`),
      allowsHttp: false,
      vantage: stepping,
    });
    return redirectUriTarget(api, ours);
  };
  const stored = () => JSON.parse(JSON.stringify(casdoor.world.applications)) as typeof casdoor.world.applications;
  const start = stored();
  const old = start.find(({ name }) => name === application)?.redirectUris ?? [];
  const goal = wanted.isRegistered ? [...old, ours] : old.filter((uri) => uri !== ours);
  // Go writes an empty list, and reads none: the two are one.
  const same = (list: typeof start, redirectUris: string[]) =>
    isDeepStrictEqual(
      list,
      start.map((one) => (one.name === application ? { ...one, redirectUris } : one)),
    );
  let ahead = 0;
  const clock = {
    now: () => new Date(Date.now() + ahead),
    limit: (milliseconds: number) => AbortSignal.timeout(milliseconds),
  };
  const ground = groundFor({ clock, target, stopsAtStore: false });
  return {
    process: ground.process,
    wanted,
    now: clock.now,
    pass: (milliseconds) => {
      ahead += milliseconds;
    },
    truth: () => {
      if (same(stored(), old)) return 'old';
      return same(stored(), goal) ? 'new' : 'neither';
    },
    heal: () => {},
    close: async () => {
      ground.close();
      await vantage.close();
      await casdoor.close();
    },
  };
};

describe.each(storyNames)(
  'a change of a redirect list that %s is told truly and ends, wherever it was stopped,',
  (story) => {
    test.each([
      ['added', 'app-noredirect', true],
      ['taken out', 'app-jira', false],
    ])('where our URI is %s', async (_case, application, isRegistered) => {
      expect(await stopAnywhere(() => bench(application, { isRegistered }), story)).toBeGreaterThan(20);
    });
  },
);
