import { withStandIns } from '../../../local/demo/demo-vantage';
import { type RunningDemo, startDemo } from '../../../local/demo/start-demo';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import type { Report } from '../../../src/contract/report';
import { diagnose } from '../../../src/diagnosis/diagnose';
import { askedAreas, givenFrom } from '../../../src/diagnosis/given';

/** Which verdict each story comes to, and which finding is told first. */
const expected: Record<string, [Report['verdict'], string | null]> = {
  healthy: ['ready', null],
  'issuer-behind-proxy': ['broken', 'issuer-mismatch'],
  'redirect-uri-slash': ['broken', 'redirect-uri-unregistered'],
  'secret-wrong': ['broken', 'client-secret-wrong'],
  // What only a dry run can see.
  'administrators-locked-out': ['ready', null],
  'groups-vanish': ['ready', null],
  'leavers-still-active': ['ready', null],
  // Whoever may change their e-mail may take an account over: seen without a dry run.
  'username-from-email': ['at-risk', 'identity-self-editable'],
  'scope-refused': ['broken', 'scope-refused'],
  'certificate-expired': ['at-risk', 'certificate-expired'],
  'documented-mapping': ['at-risk', 'claim-never-issued'],
  'client-unknown': ['broken', 'client-unknown'],
  'client-swapped': ['broken', 'client-swapped'],
  'redirect-uri-never-registered': ['broken', 'redirect-uri-unregistered'],
  'sign-in-disabled': ['broken', 'sign-in-disabled'],
  'token-lifetime-zero': ['broken', 'token-lifetime-zero'],
  'certificate-missing': ['broken', 'certificate-missing'],
  'application-shared': ['broken', 'application-shared'],
  'signing-algorithm': ['broken', 'signing-algorithm-unsupported'],
  'display-name-as-username': ['at-risk', 'username-mutable'],
  'username-literal': ['broken', 'username-literal'],
  'issuer-slash': ['broken', 'issuer-trailing-slash'],
  'development-mode': ['broken', 'development-mode'],
  // What only a sign-in can see.
  'people-refused': ['ready', null],
  'consent-asked': ['ready', null],
  'session-answers': ['ready', null],
  'token-oversized': ['ready', null],
  'groups-as-paths': ['ready', null],
};

describe('The checks judge each ready-made situation', () => {
  let running: RunningDemo;
  const lookedUp = new Set<string>();
  beforeAll(async () => {
    running = await startDemo({ firstPort: 0 });
  });
  afterAll(() => running.close());

  const judge = async (id: string): Promise<Report> => {
    const situation = await running.demo.start(id);
    if (situation === undefined) throw new Error(`There is no situation "${id}".`);
    const { address, secret, target, mapping } = situation;
    const inside = makeLocalVantage({
      environment: {},
      resolve: async (host) => {
        lookedUp.add(host);
        return [{ address: '127.0.0.1', family: 4 }];
      },
    });
    const vantage = withStandIns(inside, running.standIns);
    const given = givenFrom({
      from: 'local',
      address,
      target: { ...target, baseUrl: target.baseUrl },
      clientId: target.clientId,
      hasSecret: true,
      redirectUri: null,
      scopes: target.scopes,
      mapping,
      plugin: null,
      now: new Date(),
    });
    try {
      return await diagnose({
        given,
        secret,
        allowsHttp: false,
        vantage,
        signal: new AbortController().signal,
        onProgress: () => {},
        asked: askedAreas(given),
      });
    } finally {
      await vantage.close();
    }
  };

  it('of which there are as many as are expected here', () => {
    expect(running.demo.situations.map((each) => each.id).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s', async (id, [verdict, rootCause]) => {
    const report = await judge(id);
    expect([report.verdict, report.rootCause]).toEqual([verdict, rootCause]);
  });

  it('and finds nothing worse than advice where everything is right', async () => {
    const { findings } = await judge('healthy');
    const worse = findings.filter(
      ({ outcome, severity }) => !['pass', 'not-applicable'].includes(outcome) && severity !== 'advice',
    );
    expect(worse.map((finding) => finding.id)).toEqual([]);
  });

  it('without asking the network for any name but this machine’s own', () => {
    expect([...lookedUp].filter((host) => host !== 'localhost')).toEqual([]);
  });
});
