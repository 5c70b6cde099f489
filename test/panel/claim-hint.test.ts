import type { SeenClaims } from '../../src/contract/sign-in';
import { type ClaimPlace, hintOf } from '../../static/panel/steps/mapping/claim-hint';

const seen: SeenClaims = {
  at: '2026-11-24T14:12:00.000Z',
  who: 'Ada',
  bySource: { id_token: { staffId: 'text', boss: 'object', nickname: 'empty', passwordSalt: 'text', nonce: 'text' } },
};
const place: ClaimPlace = { plugin: 'miniorange', sources: ['id_token'], format: 'JWT', seen, isExpression: false };
const today = /seen in a sign-in on 24 Nov, \d\d:12\.$/;

test('a claim that a verified sign-in brought exists, whatever the formats of Casdoor say', () => {
  expect(hintOf('staffId', { ...place, seen: null })).toEqual({
    of: 'serious',
    text: 'Casdoor never issues staffId in the ID token of format JWT.',
  });
  expect(hintOf('staffId', place)).toEqual({ of: 'passed', text: expect.stringMatching(today) });
});

test.each([
  ['an object', 'boss'],
  ['one that was empty for that person', 'nickname'],
])('%s that was seen still needs a look', (_what, claim) => {
  expect(hintOf(claim, place)).toEqual({ of: 'look', text: expect.stringMatching(today) });
});

test.each(['passwordSalt', 'nonce'])('that %s was seen does not make it fit', (claim) => {
  expect(hintOf(claim, place)).toMatchObject({ of: 'serious', text: expect.not.stringMatching(today) });
});

test('a claim of one source is not one of another', () => {
  expect(hintOf('staffId', { ...place, sources: ['userinfo'] })).toMatchObject({ of: 'serious' });
});

test('a claim that one person did not bring may come for another', () => {
  expect(hintOf('displayName', place)).toEqual({ of: 'passed', text: 'Text in the ID token of format JWT.' });
});

test('a claim that comes with a scope alone needs that scope', () => {
  const beside: ClaimPlace = { ...place, seen: null, sources: ['userinfo'], scopes: ['openid', 'profile'] };
  expect(hintOf('email', beside)).toEqual({
    of: 'serious',
    text: 'email comes with the scope email, which is not asked for on Client.',
  });
  expect(hintOf('email', { ...beside, scopes: ['openid', 'email'] })).toMatchObject({ of: 'passed' });
  expect(hintOf('name', beside)).toMatchObject({ of: 'passed' });
});

test('a token of format JWT brings its claims whatever is asked for', () => {
  expect(hintOf('email', { ...place, seen: null, scopes: ['openid'] })).toMatchObject({ of: 'passed' });
});
