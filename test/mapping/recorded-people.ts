import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Exchange = { name: string; request: { path: string; body?: unknown }; response: { body: unknown } };

const exchangesOf = (file: string): Exchange[] =>
  JSON.parse(readFileSync(join(__dirname, '../fixtures/recordings', file), 'utf8')).exchanges;

const signIns = exchangesOf('sign-in.json');
const directory = exchangesOf('directory.json');

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const object = (value: unknown): Json => {
  if (!isObject(value)) throw new TypeError('The recording has no object there.');
  return value;
};

/** Whether Casdoor answered with an error, as it does for tokens that are dead on arrival. */
export const isRefusal = (answer: Json): boolean => answer.status === 'error';

/** The claims of a token that was recorded; its signature is another test's matter. */
export const claimsOfToken = (token: unknown): Json =>
  object(JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8')));

export type RecordedSignIn = {
  name: string;
  application: string;
  person: string;
  scopes: string[];
  idToken: Json;
  userinfo: Json;
  getAccount: Json;
};

/** Every sign-in that was recorded to its end. */
export const recordedSignIns: RecordedSignIn[] = signIns.flatMap((exchange, at) => {
  const name = /^(.*): token$/.exec(exchange.name)?.[1];
  if (name === undefined) return [];
  const following = (what: string) => {
    const found = signIns.slice(at).find((other) => other.name === `${name}: ${what}`);
    return object(found?.response.body);
  };
  const login = signIns.slice(0, at).findLast((other) => other.name === `${name}: login`);
  const [application = '', person = ''] = name.split(' / ');
  const scope = new URL(`https://door.acme.example${login?.request.path}`).searchParams.get('scope') ?? '';
  return [
    {
      name,
      application,
      person,
      scopes: scope.split(' '),
      idToken: claimsOfToken(object(exchange.response.body).id_token),
      userinfo: following('userinfo'),
      getAccount: following('get-account'),
    },
  ];
});

const data = (name: string): Json => object(object(directory.find((one) => one.name === name)?.response.body).data);

/** A person as get-user gave them. */
export const recordedPerson = (name: string): Json => data(name === 'alice' ? 'one user' : `one user: ${name}`);

/** An application's configuration as get-application gave it with its own credentials. */
export const recordedApplication = (name: string): Json =>
  data(name === 'app-jira' ? 'the application itself' : `the application itself: ${name}`);
