import type { Vantage } from '../../src/casdoor/vantage';
import type { AskPlugin } from '../../src/targets/miniorange/ask-plugin';
import { answersForm, tryAccount } from '../../src/targets/prove-way-back';
import { blindVantage } from '../resolvers/blind-vantage';

const signal = new AbortController().signal;
type Said = { status: number; json?: unknown; body?: string; headers?: Record<string, string> };

/** Answers by path; what is not named is a 404. */
const asking = (said: Record<string, Said>): { ask: AskPlugin; asked: string[] } => {
  const asked: string[] = [];
  const ask: AskPlugin = async ({ path }) => {
    asked.push(path);
    const { status, json, body = '', headers = {} } = said[path] ?? { status: 404 };
    return { answered: true, value: { status, headers, body, json, isHtml: json === undefined } };
  };
  return { ask, asked };
};

describe('an account that is tried', () => {
  const confluence = { product: 'confluence', adminPath: '/plugins/servlet/oauth/configureplugin' } as const;
  const self = { '/rest/api/user/current': { status: 200, json: { type: 'known', username: 'rescue' } } };

  test('is one of Confluence where the API of the plugin takes it, which takes system administrators alone', async () => {
    const { ask } = asking({ ...self, [confluence.adminPath]: { status: 200, json: { PLUGIN_NAME: 'x' } } });
    expect(await tryAccount(ask, confluence, signal)).toEqual({ kind: 'accepted' });
  });

  test.each([401, 403])('is none where the plugin answers %d, whatever groups it is in', async (status) => {
    const memberOf = { status: 200, json: { results: [{ name: 'confluence-administrators' }] } };
    const { ask } = asking({
      ...self,
      '/rest/api/user/memberof?username=rescue&limit=200': memberOf,
      [confluence.adminPath]: { status, json: { Status: 'ERROR', Message: 'User is not a system administrator.' } },
    });
    expect(await tryAccount(ask, confluence, signal)).toEqual({ kind: 'refused' });
  });

  test('is asked for once where its password is wrong', async () => {
    const { ask, asked } = asking({ '/rest/api/user/current': { status: 401 } });
    expect(await tryAccount(ask, confluence, signal)).toEqual({ kind: 'refused' });
    expect(asked).toHaveLength(1);
  });
});

describe('the form', () => {
  const form = '<form><input name="os_password" type="password"></form>';
  const answering = (pages: Record<string, Said>): Vantage => ({
    ...blindVantage(),
    request: async ({ url }) => {
      const { status, headers = {}, body = '' } = pages[url] ?? { status: 404 };
      const answer = { status, headers, body, json: undefined, isHtml: true };
      return { answered: true, value: answer } as never;
    },
  });
  const address = 'https://acme.example/jira/login.jsp?oauth_sso=false';
  const at = (location: string) => ({ status: 302, headers: { location } });
  const other = 'https://acme.example/casdoor/login';

  test.each<[string, boolean, Record<string, Said>]>([
    ['answers at once', true, { [address]: { status: 200, body: form } }],
    ['is a page without a password field', false, { [address]: { status: 200, body: '<a href="/sso">Sign in</a>' } }],
    [
      'has another name in the product',
      true,
      { [address]: at('/jira/sign-in'), 'https://acme.example/jira/sign-in': { status: 200, body: form } },
    ],
    [
      'is one of another product on the same host',
      false,
      { [address]: at(other), [other]: { status: 200, body: form } },
    ],
    ['is elsewhere', false, { [address]: at('https://door.acme.example/') }],
  ])('%s: %s', async (_what, expected, pages) => {
    expect(await answersForm(answering(pages), address, signal)).toBe(expected);
  });
});
