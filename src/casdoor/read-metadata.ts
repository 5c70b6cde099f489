import * as v from 'valibot';
import type { Answer, Attempt, Metadata } from '../checks/evidence';

const url = v.fallback(v.nullable(v.pipe(v.string(), v.check(isUrl))), null);
const names = v.pipe(
  v.fallback(v.array(v.unknown()), []),
  v.transform((items) => items.filter((item) => typeof item === 'string')),
);

const metadata = v.object({
  issuer: url,
  authorization_endpoint: url,
  token_endpoint: url,
  userinfo_endpoint: url,
  jwks_uri: url,
  introspection_endpoint: url,
  end_session_endpoint: url,
  response_types_supported: names,
  scopes_supported: names,
  code_challenge_methods_supported: names,
  id_token_signing_alg_values_supported: names,
});

/** Reads what the checks need of a discovery document (OpenID Connect Discovery 1.0 §3); null where absent or no URL. */
export const readMetadata = (document: Readonly<Record<string, unknown>>): Metadata => {
  const read = v.parse(metadata, { ...blank, ...document });
  return {
    issuer: read.issuer,
    authorizationEndpoint: read.authorization_endpoint,
    tokenEndpoint: read.token_endpoint,
    userinfoEndpoint: read.userinfo_endpoint,
    jwksUri: read.jwks_uri,
    introspectionEndpoint: read.introspection_endpoint,
    endSessionEndpoint: read.end_session_endpoint,
    responseTypes: read.response_types_supported,
    scopes: read.scopes_supported,
    codeChallengeMethods: read.code_challenge_methods_supported,
    signingAlgorithms: read.id_token_signing_alg_values_supported,
  };
};

const blank = Object.fromEntries(Object.keys(metadata.entries).map((name) => [name, null]));

function isUrl(text: string): boolean {
  return /^https?:\/\/[^/]/i.test(text) && URL.canParse(text);
}

/** The document inside an answer: a JSON object with a status of success, which is no refusal of Casdoor's. */
export const documentIn = (answer: Answer): Readonly<Record<string, unknown>> | null =>
  answer.status >= 200 && answer.status < 300 && isRecord(answer.json) ? answer.json : null;

/** Casdoor says no with HTTP 200 and this. */
export const isRefusal = (json: unknown): boolean => isRecord(json) && json.status === 'error';

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What gives Casdoor away, strongest first. */
export const marksOf = (metadata: Metadata | null, answers: readonly Attempt<Answer>[]): string[] => {
  const marks: string[] = [];
  const endpoints: [string | null | undefined, string][] = [
    [metadata?.authorizationEndpoint, '/login/oauth/authorize'],
    [metadata?.tokenEndpoint, '/api/login/oauth/access_token'],
    [metadata?.userinfoEndpoint, '/api/userinfo'],
    [metadata?.introspectionEndpoint, '/api/login/oauth/introspect'],
  ];
  // `//` comes from an origin with a trailing slash. One of them missing or elsewhere is a finding, not another server.
  const own = endpoints.filter(([endpoint, path]) =>
    endpoint ? new URL(endpoint).pathname.replace(/\/{2,}/g, '/').endsWith(path) : false,
  );
  if (own.length >= 2) marks.push('endpoint-paths');
  const reached = answers.flatMap((attempt) => (attempt.answered ? [attempt.value] : []));
  if (reached.some(({ headers }) => headers['set-cookie']?.includes('casdoor_session_id=')))
    marks.push('session-cookie');
  return marks;
};
