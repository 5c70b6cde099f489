import fc from 'fast-check';
import { readAnswer } from '../../src/casdoor/answer';
import { neverKept, readPeople } from '../../src/casdoor/read-people';
import { deepest } from '../../src/directory/json-cursor';
import { type PageScan, scanPage } from '../../src/directory/scan-page';
import { WantedKeys } from '../../src/directory/wanted-keys';
import { mutatedPage, pageText } from './generated-pages';
import { recordedPage, recordedPages } from './recorded-pages';

const names =
  'owner name id displayName firstName lastName email emailVerified isForbidden isDeleted isAdmin groups address roles permissions'.split(
    ' ',
  );
const wanted = WantedKeys.ofPeople(names);
const utf8 = (text: string) => Buffer.from(text, 'utf8');
const scan = (text: string, contentType: string | null = null) => scanPage(utf8(text), wanted, contentType);
const scanned = (text: string) => {
  const result = scan(text);
  if (!result.read) throw new Error(`Refused: ${JSON.stringify(result.refusal)}`);
  return result.page;
};
const page = (people: string, rest = '"data2":1') => `{"status":"ok","msg":"","data":[${people}],${rest}}`;

/** What the reading by JSON.parse makes of the same bytes; undefined where they are no JSON, null where no page. */
const byParsing = (bytes: Uint8Array, contentType: string | null) => {
  const { json } = readAnswer({
    request: { method: 'GET', url: 'https://door.acme.example/api/get-users' },
    status: 200,
    headers: contentType === null ? {} : { 'content-type': contentType },
    bytes,
    milliseconds: 0,
  });
  if (json === undefined) return undefined;
  const read = readPeople(json);
  if (read === null) return null;
  const total = (json as { data2?: unknown }).data2;
  const people = read.users.map((user) =>
    Object.fromEntries(Object.entries(user).filter(([name]) => names.includes(name))),
  );
  return { people, total: typeof total === 'number' ? total : null };
};

const expectSame = (bytes: Uint8Array, contentType: string | null): PageScan => {
  const result = scanPage(bytes, wanted, contentType);
  const parsed = byParsing(bytes, contentType);
  if (result.read) {
    const { people, total, complete } = result.page;
    expect({ people: people.map((one) => ({ ...one })), total }).toEqual(parsed);
    // The whole entry has whatever was wanted of it, to the letter.
    people.forEach((one, index) => {
      const whole = complete(index);
      expect(Object.fromEntries(names.filter((name) => name in whole).map((name) => [name, whole[name]]))).toEqual({
        ...one,
      });
    });
  } else if (parsed === undefined) expect(['html', 'not-json', 'truncated', 'trailing']).toContain(result.refusal.kind);
  else {
    expect(parsed).toBeNull();
    expect(['refused', 'not-a-page']).toContain(result.refusal.kind);
  }
  return result;
};

describe('a scanned page is what JSON.parse makes of it', () => {
  const contentType = fc.constantFrom(
    null,
    null,
    'application/json; charset=utf-8',
    'text/html; charset=iso-8859-1',
    'application/json; charset=utf-16le',
    'application/json; charset=nonsense',
  );

  test('for every recorded page', () => {
    expect(recordedPages.length).toBeGreaterThan(8);
    const read = recordedPages.filter(({ text }) => expectSame(utf8(text), 'application/json; charset=utf-8').read);
    expect(read.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['page 1 of 3', 'page 3 of 3', 'page past the end']),
    );
    expect(scanned(recordedPage('page 2 of 3')).people).toHaveLength(5);
    expect(scanned(recordedPage('page 2 of 3')).total).toBe(12);
  });

  test('for generated pages', () => {
    let read = 0;
    fc.assert(
      fc.property(pageText, contentType, (text, type) => {
        if (expectSame(utf8(text), type).read) read += 1;
      }),
      { numRuns: 2000 },
    );
    // Pages that are all refused would prove nothing.
    expect(read).toBeGreaterThan(300);
  });

  test('for generated pages after accidents, or both refuse them', () => {
    let read = 0;
    fc.assert(
      fc.property(mutatedPage(pageText), contentType, (bytes, type) => {
        if (expectSame(bytes, type).read) read += 1;
      }),
      { numRuns: 4000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test('for recorded pages after accidents, or both refuse them', () => {
    const recorded = fc.constantFrom(recordedPage('page 1 of 3'), recordedPage('page 2 of 3'));
    fc.assert(
      fc.property(mutatedPage(recorded), contentType, (bytes, type) => void expectSame(bytes, type)),
      { numRuns: 1000 },
    );
  });

  test('for people who are alike but for a few bytes', () => {
    const alike = fc
      .tuple(
        fc.array(fc.tuple(fc.nat({ max: 11 }), fc.constantFrom('', 'x', '\\u0022', '"', ',', '}', '","name":"y')), {
          maxLength: 6,
        }),
      )
      .map(([accidents]) => {
        const members = Array.from({ length: 12 }, (_, at) => `"${at === 5 ? 'email' : `custom${at}`}":"`);
        const people = Array.from({ length: 8 }, (_, at) => {
          const accident = accidents[at - 2];
          return `{"name":"p${at}",${members.map((one, place) => `${one}${accident?.[0] === place ? accident[1] : ''}"`).join(',')}}`;
        });
        return page(people.join(','));
      });
    let read = 0;
    fc.assert(
      fc.property(alike, (text) => {
        if (expectSame(utf8(text), null).read) read += 1;
      }),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(50);
  });

  test('for a person like the two before but for any one byte', () => {
    const members = [...'abcdefgh'].map((letter) => `"custom-${letter}":""`).join(',');
    const person = `{"name":"p",${members},"email":"e",${members}}`;
    const bytes = utf8(page([person, person, person].join(',')));
    const from = bytes.lastIndexOf('{');
    for (let at = from; at < from + person.length; at += 1)
      for (const other of '"}],\\:x 0\n') {
        const changed = Buffer.from(bytes);
        changed[at] = other.charCodeAt(0);
        expectSame(changed, null);
      }
  });

  test('cut off at every byte of a page', () => {
    const whole = utf8(page('{"name":"a\\u00e9\\"é😀","groups":["acme/x"],"isAdmin":false,"score":-1.5e+3,"x":null}'));
    expect(expectSame(whole, null).read).toBe(true);
    for (let length = 1; length < whole.length; length += 1) {
      const cut = scanPage(whole.subarray(0, length), wanted, null);
      // Half a character becomes U+FFFD, which stands in a string and is cut off there.
      expect(cut).toMatchObject({ read: false, refusal: { kind: 'truncated' } });
    }
  });

  test('in UTF-16 with its mark', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(page('{"name":"José"}'), 'utf16le')]);
    expect(expectSame(bytes, null)).toMatchObject({ read: true, page: { people: [{ name: 'José' }] } });
  });

  test('out of a larger buffer', () => {
    const text = page('{"name":"alice"}');
    const around = utf8(`xx${text}"yy`);
    const inner = new Uint8Array(around.buffer, around.byteOffset + 2, text.length);
    expect(expectSame(inner, null)).toMatchObject({ read: true, page: { people: [{ name: 'alice' }] } });
  });
});

describe('the whole entry of a scanned person', () => {
  test('has what nobody asked for, and nothing of the never-list', () => {
    const { complete } = scanned(
      page(
        '{"name":"a"},7,{"name":"b","wechat":"b@acme.example","passwordSalt":"s","properties":{"x":"y"},"ldap":{"hash":"h","dn":"d"}}',
      ),
    );
    expect({ ...complete(1) }).toEqual({ name: 'b', wechat: 'b@acme.example', ldap: { dn: 'd' } });
    expect({ ...complete(0) }).toEqual({ name: 'a' });
    expect(() => complete(2)).toThrow(RangeError);
    expect(Object.keys(complete(1))).not.toContain('__proto__');
  });

  test('keeps text that is not ASCII as it is', () => {
    const { complete } = scanned(page('{"name":"é","tag":"\\ud83d\\ude00","bio":"😀"}'));
    expect({ ...complete(0) }).toEqual({ name: 'é', tag: '😀', bio: '😀' });
  });
});

describe('a scanned person', () => {
  test('has the wanted keys alone, in a map without a prototype', () => {
    const [person] = scanned(page('{"name":"alice","phone":"1","password":"***"}')).people;
    expect(Object.keys(person ?? {})).toEqual(['name']);
    expect('constructor' in (person ?? {})).toBe(false);
  });

  test('never has a key of the never-list, whoever asks for it and however it is spelled', () => {
    const greedy = WantedKeys.ofPeople([...neverKept, 'github', '__proto__', 'roles', 'groups']);
    const everything = [...neverKept].map((name) => `"${name}":"s3cret"`).join(',');
    const text = page(
      `{${everything},"\\u0070assword":"s3cret","github":"7","__proto__":"p","groups":[{"hash":"s3cret","a":1}],"roles":[{"name":"r","users":["s3cret"]},"t"]}`,
    );
    const result = scanPage(utf8(text), greedy, null);
    expect(JSON.stringify(result)).not.toContain('s3cret');
    const [person] = result.read ? result.page.people : [];
    expect(Object.entries(person ?? {})).toEqual([
      ['github', '7'],
      ['__proto__', 'p'],
      ['groups', [{ a: 1 }]],
      ['roles', [{ name: 'r' }, 't']],
    ]);
  });

  test('keeps the last of two equal keys', () => {
    expect(scanned(page('{"name":"a","n\\u0061me":"b"}')).people).toEqual([{ name: 'b' }]);
    expect(scanned('{"data":[{"name":"a"}],"status":"ok","data2":2,"data":[],"data2":3}')).toMatchObject({
      people: [],
      total: 3,
    });
  });

  test('keeps half a surrogate pair and a name of 10,000 characters as JSON.parse does', () => {
    const long = 'é"'.repeat(5000);
    const text = page(`{"name":"\\ud83d","email":"\\ude00\\ud83d"},{"name":${JSON.stringify(long)}}`);
    expect(scanned(text).people).toEqual([{ name: '\ud83d', email: '\ude00\ud83d' }, { name: long }]);
  });

  test('that is no object is left out', () => {
    expect(scanned(page('null,7,"x",[{}],{"name":"a"}')).people).toEqual([{ name: 'a' }]);
  });
});

describe('a page is refused', () => {
  test.each([
    ['a page for browsers', ' \n<!doctype html><title>Sign in</title>', { kind: 'html' }],
    [
      'an error of Casdoor',
      '{"status":"error","msg":"Unauthorized operation","data":null,"data2":null}',
      { kind: 'refused' },
    ],
    ['an error beside a list', '{"data":[{"name":"a"}],"status":"error"}', { kind: 'refused' }],
    ['no status', '{"data":[]}', { kind: 'not-a-page' }],
    ['no list', '{"status":"ok","data":{"name":"a"},"data2":1}', { kind: 'not-a-page' }],
    ['a list at the top', '[{"name":"a"}]', { kind: 'not-a-page' }],
    ['nothing', '', { kind: 'truncated', at: 0 }],
    ['something behind the page', `${page('')} x`, { kind: 'trailing', at: page('').length + 1 }],
    ['a control character in a value that nobody wants', page('{"bio":"a\nb"}'), { kind: 'not-json', at: 41 }],
    ['an escape that is none', page('{"bio":"\\x"}'), { kind: 'not-json', at: 41 }],
    ['a number with a leading zero', page('{"score":01}'), { kind: 'not-json', at: 42 }],
    ['a comma too many', page('{"name":"a"},'), { kind: 'not-json', at: 45 }],
    ['a mark twice', `\ufeff\ufeff${page('')}`, { kind: 'not-json', at: 3 }],
  ])('for %s', (_, text, refusal) => {
    expect(scan(text)).toEqual({ read: false, refusal });
  });

  test('for depth beyond the limit, and at it is not', () => {
    // The envelope, the list and the person are three of them.
    const nested = (depth: number, key: string) => page(`{"${key}":${'['.repeat(depth)}${']'.repeat(depth)}}`);
    for (const key of ['groups', 'bio']) {
      expect(scan(nested(deepest - 3, key)).read).toBe(true);
      expect(scan(nested(deepest - 2, key))).toMatchObject({ read: false, refusal: { kind: 'too-deep' } });
      expect(scan(nested(1_000_000, key))).toMatchObject({ read: false, refusal: { kind: 'too-deep' } });
      expect(scan(page(`{"${key}":${'{"a":'.repeat(1_000_000)}`))).toMatchObject({ refusal: { kind: 'too-deep' } });
    }
  });

  test('without a word of what stood on it', () => {
    const result = scan(page('{"name":"alice","password":"hunter2" oops}'));
    expect(result.read).toBe(false);
    expect(JSON.stringify(result)).not.toMatch(/alice|hunter2|oops/);
  });
});
