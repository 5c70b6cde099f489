import { personFields } from '../src/mapping/person-fields';

/** A page of get-users as Casdoor 3.158 writes it: 181 keys and about 2.9 KB a person, hardly any of them filled. */
export const directoryPage = (page: number, size: number, total: number): Buffer => {
  const people = Array.from({ length: size }, (_, index) => person((page - 1) * size + index));
  return Buffer.from(
    JSON.stringify({ status: 'ok', msg: '', sub: '', name: '', data: people, data2: total, data3: null }),
    'utf8',
  );
};

const empty = { text: '', boolean: false, number: 0, list: null, object: {} } as const;

const person = (ordinal: number): Record<string, unknown> => {
  const name = `person${String(ordinal).padStart(7, '0')}`;
  const id = `660ca75b-c4c0-40c1-bfe8-${String(ordinal).padStart(12, '0')}`;
  // One in fifty has letters beyond ASCII, one in a hundred an escape.
  const lastName = ordinal % 50 === 0 ? 'Çelik' : ordinal % 100 === 1 ? 'O"Hara' : 'Adams';
  const filled: Record<string, unknown> = {
    owner: 'acme',
    name,
    createdTime: moment(ordinal),
    updatedTime: moment(ordinal * 7),
    id,
    type: 'normal-user',
    password: '***',
    passwordSalt: ((ordinal + 1) * 0x9e3779b1).toString(16).padStart(20, '0'),
    passwordType: 'plain',
    displayName: `Alice ${lastName}`,
    firstName: 'Alice',
    lastName,
    email: `${name}@acme.example`,
    emailVerified: true,
    countryCode: 'US',
    region: 'US',
    address: [],
    ranking: ordinal,
    balanceCurrency: 'USD',
    signupApplication: 'app-jira',
    groups: ordinal % 3 === 0 ? ['acme/jira-users', 'acme/engineering'] : ['acme/jira-users'],
    lastSigninTime: ordinal % 4 === 0 ? '' : moment(ordinal * 11),
    lastSigninIp: ordinal % 4 === 0 ? '' : `10.0.${ordinal % 256}.7`,
    github: ordinal % 40 === 0 ? name : '',
  };
  return Object.fromEntries(personFields.map(({ key, type }) => [key, filled[key] ?? empty[type]]));
};

const moment = (seconds: number): string => new Date(1_700_000_000_000 + seconds * 1000).toISOString();
