import { personFields } from '../src/mapping/person-fields';

/** A page of get-users as Casdoor 3.158 writes it: 181 keys and about 2.9 KB a person, hardly any of them filled. */
export const directoryPage = (page: number, size: number, total: number): Buffer =>
  Buffer.from(directoryPageStart(page, size) + directoryPageEnd(total), 'utf8');

/** The people of a page, who are the same however many there are in all. */
export const directoryPageStart = (page: number, size: number): string => {
  const people = Array.from({ length: size }, (_, index) => personText((page - 1) * size + index));
  return `{"status":"ok","msg":"","sub":"","name":"","data":[${people.join(',')}`;
};

export const directoryPageEnd = (total: number): string => `],"data2":${total},"data3":null}`;

export const personName = (ordinal: number): string => `person${String(ordinal).padStart(7, '0')}`;

export const displayNameOf = (ordinal: number): string => `Alice ${lastNameOf(ordinal)}`;

/** One in fifty has letters beyond ASCII, one in a hundred an escape. */
const lastNameOf = (ordinal: number): string =>
  ordinal % 50 === 0 ? 'Çelik' : ordinal % 100 === 1 ? 'O"Hara' : 'Adams';

const empty = { text: '', boolean: false, number: 0, list: null, object: {} } as const;

const filledOf = (ordinal: number): Record<string, unknown> => {
  const name = personName(ordinal);
  return {
    owner: 'acme',
    name,
    createdTime: moment(ordinal),
    updatedTime: moment(ordinal * 7),
    id: `660ca75b-c4c0-40c1-bfe8-${String(ordinal).padStart(12, '0')}`,
    type: 'normal-user',
    password: '***',
    passwordSalt: ((ordinal + 1) * 0x9e3779b1).toString(16).padStart(20, '0'),
    passwordType: 'plain',
    displayName: displayNameOf(ordinal),
    firstName: 'Alice',
    lastName: lastNameOf(ordinal),
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
};

const moment = (seconds: number): string => new Date(1_700_000_000_000 + seconds * 1000).toISOString();

/** Names of what is filled, with the text that stands before each of their values, and the rest: the same for everybody. */
const constant = (() => {
  const filled = filledOf(0);
  const before: { key: string; text: string }[] = [];
  let text = '{';
  personFields.forEach(({ key, type }, at) => {
    text += `${at === 0 ? '' : ','}${JSON.stringify(key)}:`;
    if (key in filled) {
      before.push({ key, text });
      text = '';
    } else text += JSON.stringify(empty[type]);
  });
  return { before, after: `${text}}` };
})();

const personText = (ordinal: number): string => {
  const filled = filledOf(ordinal);
  return constant.before.map(({ key, text }) => text + JSON.stringify(filled[key])).join('') + constant.after;
};
