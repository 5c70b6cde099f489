import { type Certificate, makeCertificates } from '../../../local/casdoor/certificates';
import { acme } from '../../../local/casdoor/documents';
import { routes } from '../../../local/casdoor/routes';
import { recordedExchanges, recordingFiles } from './recordings';
import { type Difference, replay } from './replay';

/** What differs on purpose. Each must still occur: a difference that is gone is taken off the list. */
const intended: { reason: string; file: string; matches: (difference: Difference) => boolean }[] = [
  {
    reason: 'The page for a path of another method is the web framework’s own; only its status tells something.',
    file: 'token-errors',
    matches: ({ exchange, path }) => exchange === 'GET' && path === 'body',
  },
  {
    reason: 'The recorded server had served the sign-ins before; a fresh one has seen nobody sign in.',
    file: 'directory',
    matches: ({ path, replayed }) =>
      /^body\.data(\.\d+)?\.(lastSigninTime|lastSigninIp|signinWrongTimes)$/.test(path) &&
      (replayed === '' || replayed === 0),
  },
  {
    reason: 'A sign-in also moves the time of the last change.',
    file: 'directory',
    matches: ({ path, replayed }) =>
      /^body\.data(\.\d+)?\.updatedTime$/.test(path) && replayed === '2026-11-24T16:50:49Z',
  },
];

/** What no recording tells of, and where its behaviour comes from. Each must still be in none. */
const beyond: Record<string, string> = {
  'GET /api/logout': 'looked up on a running one; see odd-requests.test.ts',
  'POST /api/logout': 'the same',
  'POST /api/grant-consent': 'the consent page, driven in a browser at a running one; see login-call.test.ts',
  'GET /login/oauth/authorize':
    'forms in the place of the front end, with its steps and words as seen in a browser; see sign-in-steps.test.ts',
  'POST /login/oauth/authorize':
    'the same. The session cookie bears the port, unlike Casdoor’s: no other Casdoor on loopback is to be signed out',
};

describe('The embedded Casdoor answers the recorded requests as Casdoor v3.158.0 did', () => {
  const occurred = new Set<string>();
  let certificates: Certificate[];
  beforeAll(async () => {
    certificates = await makeCertificates(acme().certificates);
  });

  it.each(recordingFiles)('in %s', async (file) => {
    const exchanges = recordedExchanges(file);
    expect(exchanges.length).toBeGreaterThan(0);
    const unexpected = (await replay(exchanges, certificates)).filter((difference) => {
      const listed = intended.find((each) => each.file === file && each.matches(difference));
      if (listed !== undefined) occurred.add(listed.reason);
      return listed === undefined;
    });
    expect(unexpected).toEqual([]);
  });

  it('and every difference that is listed still occurs', () => {
    expect(intended.filter((each) => !occurred.has(each.reason)).map((each) => each.reason)).toEqual([]);
  });

  it('and every call that no recording tells of is listed', () => {
    const recorded = new Set(
      recordingFiles.flatMap(recordedExchanges).map(({ request }) => `${request.method} ${request.path.split('?')[0]}`),
    );
    expect(routes.filter((route) => !recorded.has(route)).sort()).toEqual(Object.keys(beyond).sort());
  });

  it('which a wrong answer would be noticed in', async () => {
    const exchanges = recordedExchanges('client')
      .slice(0, 1)
      .map((exchange) => ({
        ...exchange,
        response: { ...exchange.response, status: 201, body: { status: 'ok', msg: 'other' } },
      }));
    const paths = (await replay(exchanges, certificates)).map((difference) => difference.path);
    expect(paths).toEqual(expect.arrayContaining(['status', 'body.msg', 'body.data']));
  });
});
