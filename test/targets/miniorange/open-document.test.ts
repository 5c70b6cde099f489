import fc from 'fast-check';
import { asciiJson, lossIn } from '../../../src/targets/miniorange/exact-json';
import { isRestOf } from '../../../src/targets/miniorange/half-way';
import { openDocument } from '../../../src/targets/miniorange/open-document';
import { backDoorOf } from '../../../src/targets/miniorange/plugin-standing';
import { isSameJson } from '../../../src/targets/miniorange/same-json';
import { application, attributes, flat, groups, provider, several, signIn } from './documents';

const refusal = (text: string, key = 'id:one') => {
  const opened = openDocument(text, key);
  return opened.ok ? (opened.value.whyNot?.message ?? null) : opened.failure.message;
};
const why = (document: unknown, key?: string) => refusal(JSON.stringify(document), key);

describe('A document of the plugin is understood', () => {
  test('in both shapes, whichever provider is meant', () => {
    expect(why(flat)).toBeNull();
    expect(why(several)).toBeNull();
    expect(why(several, 'id:two')).toBeNull();
    expect(why({ ...flat, 'OAuth Configuration': { CLIENT_ID: 'x' } }, 'place:1')).toBeNull();
  });

  test('or refused by naming what is not', () => {
    const said = (what: string) => `The configuration that the plugin exports is not understood: ${what}.`;
    expect(why(several, 'id:three')).toBe(said('the identity provider that was chosen is not in it'));
    expect(why({ ...several, 'OAuth Configuration': {} })).toBe(
      said('it has both “OAuth Configuration” and “Identity Providers”'),
    );
    expect(why({ PLUGIN_NAME: 'x' })).toBe(said('it has neither “OAuth Configuration” nor “Identity Providers”'));
    expect(why([])).toBe(said('it is no object'));
    expect(why({ ...several, 'Identity Providers': [provider('one'), 7] })).toBe(
      said('one of its identity providers is no object'),
    );
    expect(why({ ...flat, 'Group Mapping': null })).toBe(said('its provider has no section “Group Mapping”'));
    expect(why({ ...flat, 'Attribute Mapping': { ...attributes, KEEP_EXISTING_USER_ATTRIBUTES: 'maybe' } })).toBe(
      said('KEEP_EXISTING_USER_ATTRIBUTES in “Attribute Mapping” is not true or false'),
    );
    expect(why({ ...flat, 'Group Mapping': { ...groups, ROLE_MAPPING: [] } })).toBe(
      said('ROLE_MAPPING in “Group Mapping” is not an object of groups'),
    );
    expect(why({ ...flat, 'OAuth Configuration': { ...application('one'), clientId: 'x' } })).toBe(
      said('“Application Configuration” has both CLIENT_ID and clientId'),
    );
    expect(refusal('{"a": ')).toBe(said('it is no JSON, or not all of it came'));
    expect(refusal('{"a": "\ufffd"}')).toBe(said('it has characters that came broken'));
  });

  test('never with stars in place of a secret, of whichever provider', () => {
    const starred = provider('two', { 'Application Configuration': application('two', { CLIENT_SECRET: '••••••' }) });
    expect(why({ ...several, 'Identity Providers': [provider('one'), starred] })).toContain('stars in place');
  });

  test('never where JSON would lose something of it', () => {
    expect(refusal('{"OAuth Configuration": {}, "OAuth Configuration": {}}')).toContain(
      'the key “OAuth Configuration” stands twice in one place',
    );
    expect(lossIn('{"a": {"b": 1}, "c": [{"b": 2}, {"b": 3}], "b": "\\"b\\": 1"}')).toBeNull();
    expect(lossIn('{"\\u0061": 1, "a": 2}')).toContain('twice');
    for (const number of ['12345678901234567890', '1.0', '-0', '1e2', '0.1000', '1E400'])
      expect(lossIn(`{"a": [${number}]}`)).toBe(`the number ${number} would not come back as it is`);
    for (const number of ['0', '-1', '1.5', '9007199254740991', '1e+21']) expect(lossIn(`[${number}]`)).toBeNull();
    expect(lossIn('{"a": "\\ud800"}')).toBe('a text has half a character in it');
    expect(lossIn('{"__proto__": 1, "toString": "1.0", "x": "{"}')).toBeNull();
  });

  test('and goes out in ASCII, with nothing lost', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = asciiJson(value);
        expect(text).toMatch(/^[\x20-\x7e]*$/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(lossIn(text) === null || JSON.stringify(value).includes('e') || /-0/.test(text)).toBe(true);
      }),
    );
  });
});

describe('Two documents are the same', () => {
  test('whatever the order of their keys, and where an empty text stands for none', () => {
    expect(isSameJson({ a: 1, b: '', c: null }, { a: 1 })).toBe(true);
    expect(isSameJson({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(isSameJson({ a: [] }, { a: {} })).toBe(false);
    expect(isSameJson({ a: ['a', 1] }, { a: { a: 1 } })).toBe(false);
    expect(isSameJson({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(isSameJson({ a: false }, { a: 'false' })).toBe(false);
    expect(isSameJson({ a: { b: 1 } }, { a: { b: 1, c: false } })).toBe(false);
  });
});

describe('What a stopped import leaves', () => {
  const emptied = { 'Application Configuration': {}, 'Attribute Mapping': {}, 'Group Mapping': {} };

  test('is told from what somebody else did', () => {
    expect(isRestOf({ ...several, 'Sign In Settings': {} }, several)).toBe(true);
    expect(isRestOf({ ...several, 'Identity Providers': [provider('one')] }, several)).toBe(true);
    expect(isRestOf({ ...several, 'Identity Providers': [] }, several)).toBe(true);
    expect(isRestOf({ ...several, 'Identity Providers': [provider('one'), provider('two', emptied)] }, several)).toBe(
      true,
    );
    expect(isRestOf({ ...flat, 'Group Mapping': { ROLE_ATTRIBUTE: '', ROLE_MAPPING: {} } }, flat)).toBe(true);
    expect(isRestOf({}, flat)).toBe(true);
    // A person who empties a field, switches something off, or types something else.
    expect(isRestOf({ ...flat, 'Sign In Settings': { ...signIn, LOGIN_BUTTON_TEXT: '' } }, flat)).toBe(false);
    expect(isRestOf(flat, flat)).toBe(false);
    expect(isRestOf({ ...several, 'Sign In Settings': { RELAY_STATE: 'https://x' } }, several)).toBe(false);
    expect(isRestOf({ ...several, 'Identity Providers': [provider('one'), provider('new')] }, several)).toBe(false);
  });
});

describe('The back door of a document', () => {
  const backDoor = (change: object) => {
    const opened = openDocument(JSON.stringify({ ...flat, 'Sign In Settings': { ...signIn, ...change } }), 'id:one');
    return opened.ok ? backDoorOf(opened.value) : null;
  };

  test('has an address, and perhaps groups', () => {
    expect(backDoor({})).toEqual({ isOn: false, query: 'oauth_sso=false', onlyFor: null });
    expect(backDoor({ ENABLE_BACKDOOR: 'true', BACKDOOR_KEY: 'let', BACKDOOR_VALUE: 'me in' })).toEqual({
      isOn: true,
      query: 'let=me%20in',
      onlyFor: null,
    });
    expect(backDoor({ RESTRICT_BACKDOOR: 'true', BACKDOOR_GROUPS: ['admins', ''] })?.onlyFor).toEqual(['admins']);
  });
});
