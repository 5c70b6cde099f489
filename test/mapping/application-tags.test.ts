import { isOutsideTags } from '../../src/mapping/application-tags';
import { mapPerson } from '../../src/mapping/map-person';
import { recommendedMapping } from '../../src/mapping/recommended-mapping';

const tags = ['staff', 'partner'];

test.each([
  ['without tags of the application nobody is', {}, [], false],
  ['nobody who has one of them', { tag: 'staff' }, tags, false],
  ['nobody who has one of them among others', { tag: 'guest, partner' }, tags, false],
  ['who has another one', { tag: 'guest' }, tags, true],
  ['who has none', { tag: '' }, tags, true],
  ['whose tag only begins like one', { tag: 'staffing' }, tags, true],
  ['whose tag differs by capitals', { tag: 'Staff' }, tags, true],
  ['no administrator of the organization', { tag: '', isAdmin: true }, tags, false],
  ['nobody of the organization built-in', { tag: '', owner: 'built-in' }, tags, false],
])('kept out by tags is %s', (_what, person, listed, isOut) => {
  expect(isOutsideTags(person, listed)).toBe(isOut);
});

test('who is kept out by tags is barred, whatever the claims say', () => {
  const target = { plugin: 'miniorange', product: 'jira', baseUrl: null, comparesIssuer: false } as const;
  const claims = { id_token: { name: 'ada', email: 'ada@acme.example', displayName: 'Ada' } };
  const trail = mapPerson(claims, recommendedMapping('miniorange', 'JWT'), target, null, { outsideTags: true });
  expect([trail.outcome, ...trail.reasons]).toEqual([
    'barred',
    'The application in Casdoor takes only people with one of its tags, and this person has none of them.',
  ]);
});
