import fc from 'fast-check';

/** JSON as no serializer would write it: any spacing, any escapes, keys twice. */

const space = fc.constantFrom('', '', '', ' ', '\n', '\t \r\n');
const hex = (unit: number) => `\\u${unit.toString(16).padStart(4, '0')}`;
const quoted = (inner: string) => `"${inner}"`;

/** One character of a string, as it may stand between quotes. */
const sign = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...'aZ09 .@-_/', 'é', 'ß', 'İ', 'Σ', '漢', '😀', '\u202e', '\u007f', '\ufeff'),
  },
  { weight: 2, arbitrary: fc.constantFrom('\\"', '\\\\', '\\/', '\\b', '\\f', '\\n', '\\r', '\\t') },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }).map(hex) },
  { weight: 1, arbitrary: fc.constantFrom('\\ud83d\\ude00', '\\ud83d', '\\ude00', '\\ude00\\ud83d', '\\uD83Dx') },
);
const string = fc.array(sign, { maxLength: 12 }).map((signs) => quoted(signs.join('')));
const number = fc.constantFrom(
  '0',
  '-0',
  '7',
  '-12',
  '0.5',
  '1e5',
  '1E+2',
  '2e-3',
  '-0.0e0',
  '1e999',
  '123456789012345678901234567890',
);
const scalar = fc.oneof(string, number, fc.constantFrom('true', 'false', 'null', '""'));

const list = (item: fc.Arbitrary<string>, most: number) =>
  fc
    .tuple(fc.array(fc.tuple(item, space), { maxLength: most }), space)
    .map(([items, inside]) => `[${inside}${items.map((parts) => parts.join('')).join(',')}]`);
const object = (member: fc.Arbitrary<string>, most: number) =>
  list(member, most).map((text) => `{${text.slice(1, -1)}}`);
const member = (name: fc.Arbitrary<string>, value: fc.Arbitrary<string>) =>
  fc.tuple(space, name, space, space, value).map(([a, key, b, c, held]) => `${a}${key}${b}:${c}${held}`);

/** A name as it stands or with any of its letters escaped. */
const named = (...names: string[]) =>
  fc
    .tuple(fc.constantFrom(...names), fc.nat({ max: 12 }), fc.nat({ max: 5 }))
    .map(([name, at, chance]) =>
      quoted(
        chance > 0 || at >= name.length ? name : name.slice(0, at) + hex(name.charCodeAt(at)) + name.slice(at + 1),
      ),
    );

const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    list(tie('value'), 3),
    object(member(fc.oneof(string, named('name', '__proto__', 'password', 'constructor')), tie('value')), 3),
  ),
}));

const personName = fc.oneof(
  {
    weight: 6,
    arbitrary: named(
      'owner',
      'name',
      'id',
      'displayName',
      'firstName',
      'lastName',
      'email',
      'isForbidden',
      'isDeleted',
      'isAdmin',
      'groups',
      'address',
      'roles',
    ),
  },
  {
    weight: 3,
    arbitrary: named(
      'password',
      'passwordSalt',
      'hash',
      'properties',
      'github',
      'constructor',
      '__proto__',
      'nam',
      'names',
      'Name',
    ),
  },
  { weight: 1, arbitrary: string },
);
const person = object(member(personName, value), 10);
const people = list(fc.oneof({ weight: 8, arbitrary: person }, { weight: 1, arbitrary: value }), 4);

const topMember = fc.oneof(
  {
    weight: 3,
    arbitrary: member(named('data'), fc.oneof({ weight: 6, arbitrary: people }, { weight: 1, arbitrary: value })),
  },
  { weight: 2, arbitrary: member(named('data2'), fc.oneof(number, value)) },
  {
    weight: 2,
    arbitrary: member(named('status'), fc.constantFrom('"ok"', '"ok"', '"ok"', '"\\u006fk"', '"error"', 'null')),
  },
  { weight: 1, arbitrary: member(fc.oneof(named('msg', 'sub', 'name', 'data3', '__proto__'), string), value) },
);
const envelope = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(object(topMember, 4), people, number)
      .map(([rest, list, total]) =>
        rest.replace('{', `{"status":"ok","data":${list},"data2":${total}${/^\{\s*\}$/.test(rest) ? '' : ','}`),
      ),
  },
  { weight: 2, arbitrary: object(topMember, 6) },
  { weight: 1, arbitrary: value },
);

/** Text of a page that is JSON. */
export const pageText = fc
  .tuple(fc.constantFrom('', '', '', '\ufeff', '\ufeff\ufeff'), space, envelope, space)
  .map((parts) => parts.join(''));

type Mutation = {
  at: number;
  kind: 'flip' | 'cut' | 'insert' | 'remove' | 'repeat' | 'escape' | 'letter';
  bytes: number[];
};
const mutation = fc.record<Mutation>({
  at: fc.nat({ max: 1_000_000 }),
  kind: fc.constantFrom(
    'flip',
    'flip',
    'insert',
    'insert',
    'remove',
    'repeat',
    'escape',
    'cut',
    'letter',
    'letter',
    'letter',
  ),
  bytes: fc.array(
    fc.oneof(
      fc.constantFrom(...Buffer.from('"\\{}[]:,ue0-+. \n\0\x1f\x80\xc3\xe2\xed\xf0\xff', 'latin1')),
      fc.nat({ max: 255 }),
    ),
    { minLength: 1, maxLength: 4 },
  ),
});

const mutated = (bytes: Buffer, { at, kind, bytes: other }: Mutation): Buffer => {
  const place = bytes.length === 0 ? 0 : at % bytes.length;
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)];
  const length = other.length;
  if (kind === 'cut') return before;
  if (kind === 'insert') return Buffer.concat([before, Buffer.from(other), after]);
  if (kind === 'remove') return Buffer.concat([before, after.subarray(length)]);
  if (kind === 'repeat') return Buffer.concat([before, after.subarray(0, length * 5), after]);
  if (kind === 'flip') return Buffer.concat([before, Buffer.from([other[0] ?? 0]), after.subarray(1)]);
  // Another letter, which leaves most pages whole and changes what they say.
  if (kind === 'letter') {
    const letter = after.findIndex((one) => (one >= 0x41 && one <= 0x5a) || (one >= 0x61 && one <= 0x7a));
    const changed = Buffer.from(after);
    if (letter !== -1) changed[letter] = 0x61 + ((other[0] ?? 0) % 26);
    return Buffer.concat([before, changed]);
  }
  // Another escape in place of the first one behind the place.
  const found = after.indexOf('\\');
  return found === -1
    ? bytes
    : Buffer.concat([before, after.subarray(0, found + 1), Buffer.from(other), after.subarray(found + 2)]);
};

/** Bytes of a page after a few accidents. */
export const mutatedPage = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([page, mutations]) => mutations.reduce(mutated, Buffer.from(page, 'utf8')));
