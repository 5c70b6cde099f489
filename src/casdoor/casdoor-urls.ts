import type { CasdoorAddress } from '../contract/address';

export type AppLoginQuestion = { clientId: string; redirectUri: string; scope: string };

/** Casdoor's own paths at the typed address (v3.158.0). What carries a secret goes to these and nowhere else. */
export const casdoorUrls = (address: Pick<CasdoorAddress, 'origin' | 'prefix'>) => {
  const base = address.origin + address.prefix;
  const question = (path: string, parameters: Record<string, string>) =>
    `${base}${path}?${new URLSearchParams(parameters)}`;
  const wellKnown = (document: string, application: string | null) =>
    `${base}/.well-known/${application === null ? '' : `${encodeURIComponent(application)}/`}${document}`;
  return {
    discovery: (application: string | null = null) => wellKnown('openid-configuration', application),
    keys: (application: string | null = null) => wellKnown('jwks', application),
    /** Says without anybody signing in whether client id, redirect URI and scopes are accepted. `type=code` is mandatory. */
    appLogin: ({ clientId, redirectUri, scope }: AppLoginQuestion) =>
      question('/api/get-app-login', {
        clientId,
        responseType: 'code',
        redirectUri,
        type: 'code',
        scope,
        state: 'check',
      }),
    /** Casdoor's own console, which every Casdoor has; shown to anybody, masked. */
    console: question('/api/get-application', { id: 'admin/app-built-in' }),
    token: `${base}/api/login/oauth/access_token`,
    /** What a plugin fetches with the token of whoever signs in. */
    claims: (source: 'userinfo' | 'get-account') => `${base}/api/${source}`,
    introspection: `${base}/api/login/oauth/introspect`,
    application: (owner: string, name: string) => question('/api/get-application', { id: `${owner}/${name}` }),
    /**
     * Where the list of redirect URIs is changed. Named by `columns`, it is all that is written: without `columns` Casdoor
     * wipes whatever the body leaves out, so no address of this path is made anywhere else.
     */
    redirectUris: (owner: string, name: string) =>
      question('/api/update-application', { id: `${owner}/${name}`, columns: 'redirectUris' }),
    organization: (name: string) => question('/api/get-organization', { id: `admin/${name}` }),
    /** Sorted by name: created_time is not unique. `p` past the end repeats the last page. */
    users: (organization: string, page: number, pageSize: number) =>
      question('/api/get-users', {
        owner: organization,
        p: String(page),
        pageSize: String(pageSize),
        sortField: 'name',
        sortOrder: 'ascend',
      }),
    /** With roles and permissions, which a list of people does not carry. */
    person: (organization: string, name: string) => question('/api/get-user', { id: `${organization}/${name}` }),
    version: `${base}/api/get-version-info`,
    signOut: (parameters: Record<string, string>) => question('/api/logout', parameters),
  };
};
export type CasdoorUrls = ReturnType<typeof casdoorUrls>;

/**
 * Whether Casdoor lets this redirect URI pass whatever is registered, so that its acceptance proves nothing
 * (v3.158.0: scheme and host name alone are looked at).
 */
export const alwaysPasses = (redirectUri: string): boolean =>
  // Matched as it stands: Casdoor compares the host's capitals, and reads no 127.1 as 127.0.0.1.
  /^(?:https?:\/\/localhost|http:\/\/127\.0\.0\.1|http:\/\/casdoor-authenticator|[a-z][a-z0-9+.-]*:\/\/[^/?#]*\.chromiumapp\.org)(?::\d*)?(?:[/?#]|$)/.test(
    redirectUri,
  );
