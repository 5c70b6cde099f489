import { authenticatedApplication, maskedApplication, wholeApplication } from './application-access';
import type { ApplicationDocument, Json, JsonObject } from './documents';
import { answered, denied, type Exchange, type Reply, refused } from './exchange';
import { applicationByName, type State } from './state';

/** What Casdoor says of an id that is not `owner/name`. */
export const wrongId = (id: string): string => `GetOwnerAndNameFromId() error, wrong token count for ID: ${id}`;

/** `GET /api/get-application`: whole with credentials of any application, masked for everybody else. */
export const getApplication = (state: State, exchange: Exchange): Reply => {
  const id = exchange.query.get('id') ?? '';
  if (id.split('/').length !== 2) return refused(wrongId(id));
  const found = applicationByName(state, id);
  if (found === undefined) return answered(null);
  return answered(
    authenticatedApplication(state, exchange) === undefined
      ? maskedApplication(state, found)
      : wholeApplication(state, found),
  );
};

/**
 * `POST /api/update-application`, HTTP 200 throughout. With `columns`, those and the fields of the body that are not
 * empty are written; without, everything that the body leaves out is wiped.
 */
export const updateApplication = (state: State, exchange: Exchange): Reply => {
  if (authenticatedApplication(state, exchange) === undefined) return denied(exchange);
  if (exchange.json === undefined) return refused(complaintAbout(exchange.body));
  const given = exchange.json;
  const found = applicationByName(state, exchange.query.get('id') ?? '');
  if (found === undefined) return answered('Unaffected');
  const columns = (exchange.query.get('columns') ?? '').split(',').filter((each) => each !== '');
  if (columns.length === 0) {
    replace(found, wiped(given));
    return answered('Affected');
  }
  // The row is looked for by what the body names: without it the statement has nothing to set.
  if (identifying.some((name) => isZero(given[name]))) return refused('no columns found to be updated');
  for (const name of fieldsOf(found)) {
    if (columns.includes(name)) assign(found, name, given[name] ?? zeroOf(found[name] ?? null));
    else if (!isZero(given[name])) assign(found, name, given[name] ?? null);
  }
  return answered('Affected');
};

/** The organization inside is no field of the application. */
const fieldsOf = (application: ApplicationDocument): string[] =>
  Object.keys(application).filter((name) => name !== 'organizationObj');

const identifying = ['owner', 'name', 'organization', 'clientId'];

/** Everything zero but what the body says; the rows of the sign-in form are Casdoor's own defaults, made when read. */
const wiped = (given: JsonObject): ((name: string, old: Json) => Json) => {
  return (name, old) => {
    const value = given[name];
    // Nobody can give a masked secret back by mistake.
    if (name === 'clientSecret' && value === '***') return old;
    if (name === 'signinItems' && isZero(value)) return old;
    if (name === 'signinMethods' && isZero(value)) return defaultMethods(given);
    if (name in defaults && isZero(value)) return defaults[name] ?? null;
    return value ?? zeroOf(old);
  };
};

/** What Casdoor reads a zero as. */
const defaults: JsonObject = { failedSigninLimit: 5, failedSigninFrozenTime: 15, tokenFields: [] };

const defaultMethods = (given: JsonObject): Json => [
  ...(given.enablePassword === true ? [{ name: 'Password', displayName: 'Password', rule: 'All' }] : []),
  ...(given.enableCodeSignin === true
    ? [{ name: 'Verification code', displayName: 'Verification code', rule: 'All' }]
    : []),
  ...(given.enableWebAuthn === true ? [{ name: 'WebAuthn', displayName: 'WebAuthn', rule: 'None' }] : []),
  { name: 'Face ID', displayName: 'Face ID', rule: 'None' },
];

const replace = (application: ApplicationDocument, next: (name: string, old: Json) => Json): void => {
  for (const name of fieldsOf(application)) assign(application, name, next(name, application[name] ?? null));
};

const assign = (document: JsonObject, name: string, value: Json): void => {
  document[name] = value;
};

const isZero = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (Array.isArray(value) && value.length === 0);

const zeroOf = (value: Json): Json => {
  if (typeof value === 'string') return '';
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return false;
  return null;
};

/** The words of Go's JSON reader for the two ways in which a body is usually broken. */
export const complaintAbout = (body: string): string => {
  const text = body.trim();
  if (text === '' || /^[{[]/.test(text)) return 'unexpected end of JSON input';
  return `invalid character '${text.charAt(0)}' looking for beginning of value`;
};
