import { inspect } from 'node:util';
import { redact, redactJson } from '../../src/secrets/redact';
import { Secret } from '../../src/secrets/secret';

const value = 's3cr&t /+é==';
const secret = new Secret(value);

test.each([
  ['as it is', value],
  ['in base64', Buffer.from(value).toString('base64')],
  ['in base64 without padding', Buffer.from(value).toString('base64').replace(/=+$/, '')],
  ['in base64url', Buffer.from(value).toString('base64url')],
  ['percent-encoded', encodeURIComponent(value)],
  ['percent-encoded in small letters', encodeURIComponent(value).replace(/%../g, (code) => code.toLowerCase())],
  ['as a form has it', new URLSearchParams({ x: value }).toString().slice(2)],
  ['in JSON', JSON.stringify(value).slice(1, -1)],
  ['in JSON as Go writes it', 's3cr\\u0026t /+é=='],
  ['in HTML', 's3cr&amp;t /+é=='],
])('a secret %s is taken out', (_name, form) => {
  expect(redact(`before ${form} after`, [secret])).toBe('before ••• after');
});

test('it is taken out of a Basic header', () => {
  const header = `Basic ${Buffer.from(`app-jira:${value}`).toString('base64')}`;
  expect(redact(`authorization: ${header}`, [secret], ['app-jira'])).toBe('authorization: Basic •••');
});

test('it is taken out as often as it stands there, and each of several', () => {
  expect(redact('one two one', [new Secret('one'), new Secret('two')])).toBe('••• ••• •••');
});

test('a secret that contains another is taken out whole', () => {
  expect(redact('x secret-and-more x', [new Secret('secret'), new Secret('secret-and-more')])).toBe('x ••• x');
});

test('it is taken out without the spaces with which it was pasted', () => {
  expect(redact('is secret-value.', [new Secret(' secret-value\n')])).toBe('is •••.');
});

test('a text without it stays as it is, and so does any text where the secret is empty', () => {
  expect(redact('nothing here', [secret])).toBe('nothing here');
  expect(redact('nothing here', [new Secret(''), new Secret(' ')])).toBe('nothing here');
});

test('inside JSON it is taken out of every text, and no key is touched', () => {
  const json = { message: `wrong: ${value}`, list: [value, 1, null, true], deep: { ok: 'fine' } };
  expect(redactJson(json, [secret])).toEqual({
    message: 'wrong: •••',
    list: ['•••', 1, null, true],
    deep: { ok: 'fine' },
  });
});

test('however it is printed, a secret prints as dots', () => {
  expect(`${secret}`).toBe('•••');
  expect(JSON.stringify({ secret })).toBe('{"secret":"•••"}');
  expect(inspect({ secret })).toBe('{ secret: ••• }');
  expect(Object.values(secret)).toEqual([]);
});
