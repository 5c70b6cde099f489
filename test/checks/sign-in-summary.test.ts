import Ajv from 'ajv/dist/2020';
import { reportSchemaText } from '../../local/write-schemas';
import { catalogue } from '../../src/checks/catalogue';
import { buildReport } from '../../src/checks/report';
import { toReportJson } from '../../src/checks/report-json';
import { reportText } from '../../src/checks/report-text';
import { signInSummary } from '../../src/checks/sign-in-summary';
import type { Mapping } from '../../src/contract/mapping';
import type { SignInResult } from '../../src/contract/sign-in';
import type { Target } from '../../src/contract/target';
import { evidenceOf } from './healthy-evidence';

const report = buildReport(catalogue, evidenceOf(), ['address', 'sign-in'], 5);
const target: Target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false };
const mapping: Mapping = {
  schema: 1,
  source: 'userinfo',
  username: 'preferred_username',
  email: 'email',
  name: { fullName: 'name' },
  groups: 'groups',
};
const result: SignInResult = {
  outcome: 'succeeded',
  at: '2026-11-24T14:02:00.000Z',
  keptUntil: '2026-11-25T14:02:00.000Z',
  report,
  stations: [
    { name: 'Link opened', state: 'passed', note: null, ms: 12_340, by: 'person', check: null },
    { name: 'Code exchanged for tokens', state: 'passed', note: null, ms: 41, by: 'network', check: null },
    { name: 'Asked beside the token', state: 'not-reached', note: null, ms: null, by: null, check: null },
  ],
  claims: {
    id_token: { name: 'ada', displayName: 'Ada Lovelace', email: 'ada@acme.example' },
    userinfo: { preferred_username: 'ada-of-userinfo', name: 'Ada', email: 'a@acme.example', groups: ['acme/dev'] },
    'get-account': null,
  },
  withheld: ['passwordSalt', 'b\u001b[2Jad'],
  isVerified: true,
  tokenBytes: 900,
  tokenFormat: 'JWT',
  tokens: null,
  isMeant: null,
};

test('the person is read by the mapping that was given', () => {
  const { person, by } = signInSummary(result, { mapping, target });
  expect(by).toBe('given');
  expect(person).toMatchObject({
    username: 'ada-of-userinfo',
    email: 'a@acme.example',
    fullName: 'Ada',
    groups: ['acme/dev'],
    outcome: 'not-certain',
  });
});

test('without one it is the one that is recommended for the format of these tokens', () => {
  const standard = { ...result, tokenFormat: 'JWT-Standard' };
  expect(signInSummary(result, { mapping: null, target })).toMatchObject({
    by: 'recommended',
    tokenFormat: 'JWT',
    person: { username: 'ada', fullName: 'Ada Lovelace', groups: null },
  });
  // This token has no preferred_username, which is where that format's username stands.
  expect(signInSummary(standard, { mapping: null, target }).person).toMatchObject({
    fullName: 'ada',
    outcome: 'refused',
  });
});

test('the JSON has the sign-in as scripts expect it, and is described by the schema', () => {
  const json = toReportJson(report, null, signInSummary(result, { mapping, target }));
  expect(json.signIn).toEqual({
    outcome: 'succeeded',
    claims: { idToken: result.claims.id_token, userinfo: result.claims.userinfo },
    withheld: result.withheld,
    person: {
      username: 'ada-of-userinfo',
      email: 'a@acme.example',
      fullName: 'Ada',
      groups: ['acme/dev'],
      outcome: 'not-certain',
    },
    steps: [
      { name: 'Link opened', ms: 12_340, by: 'person' },
      { name: 'Code exchanged for tokens', ms: 41, by: 'network' },
    ],
  });
  const valid = new Ajv({ strict: false }).compile(JSON.parse(reportSchemaText()));
  expect([valid(JSON.parse(JSON.stringify(json))), valid.errors]).toEqual([true, null]);
});

test('where the mapping reads get-account, that is what stands beside the token', () => {
  const account = { name: 'ada', data: { name: 'ada', email: 'ada@acme.example' } };
  const beside = { ...result, claims: { ...result.claims, userinfo: null, 'get-account': account } };
  expect(toReportJson(report, null, signInSummary(beside, { mapping, target })).signIn?.claims).toEqual({
    idToken: result.claims.id_token,
    userinfo: null,
    getAccount: account,
  });
});

test('a link that could not be made has nothing of a person', () => {
  const json = toReportJson(report, null, signInSummary(null, { mapping, target }));
  expect(json.signIn).toEqual({
    outcome: null,
    claims: { idToken: null, userinfo: null },
    withheld: [],
    person: { username: null, email: null, fullName: null, groups: null, outcome: null },
    steps: [],
  });
});

test('a report without a sign-in has no word of one', () => {
  expect(toReportJson(report)).not.toHaveProperty('signIn');
  expect(reportText(report, { colour: false })).not.toContain('Test sign-in:');
});

test('the terminal shows steps, the person and what was withheld, by name, and no other claim', () => {
  const text = reportText(report, { colour: false, signIn: signInSummary(result, { mapping, target }) });
  expect(text).toMatch(/Test sign-in: somebody signed in/);
  expect(text).toMatch(/Link opened +12\.3 seconds of a person/);
  expect(text).toMatch(/Code exchanged for tokens +41 ms/);
  expect(text).toContain('by the mapping that was given');
  expect(text).toMatch(/Username +ada-of-userinfo/);
  expect(text).toMatch(/Withheld +passwordSalt, b\\u\{1b\}\[2Jad/);
  expect(text).not.toContain('Ada Lovelace');
  expect(reportText(report, { colour: false, signIn: signInSummary(result, { mapping: null, target }) })).toMatch(
    /for tokens of format\s+JWT/,
  );
});
