import fc from 'fast-check';
import type { Claims, ClaimValue } from '../../src/contract/mapping';
import { findClaim, flattened } from '../../src/mapping/read-claim';
import { claimsIn, filledIn, isLiteral, parseExpression } from '../../src/mapping/username-expression';

const key = fc.constantFrom('a', 'b', 'c', 'name', '__proto__', 'constructor', 'a.b');
const { tree } = fc.letrec<{ tree: { [claim: string]: ClaimValue }; value: ClaimValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    tie('tree'),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  tree: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: false }),
}));

/** Follows a path of names, written down as rule 2 words it. */
const follow = (claims: ClaimValue, names: string[]): ClaimValue | undefined => {
  const [first, ...rest] = names;
  if (first === undefined) return claims;
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims) || !Object.hasOwn(claims, first))
    return undefined;
  return follow(claims[first] ?? null, rest);
};

describe('looking up a claim', () => {
  test('a name at the top always wins, whatever lies below', () => {
    fc.assert(
      fc.property(tree, key, fc.string(), (claims, name, value) => {
        const topped: Claims = Object.defineProperty({ ...claims }, name, { value, enumerable: true });
        expect(findClaim(topped, name)).toMatchObject({ value, how: 'named', certain: true });
      }),
    );
  });

  test('every flattened path leads back to its value', () => {
    fc.assert(
      fc.property(tree, (claims) => {
        for (const { path, value, inList } of flattened(claims)) {
          if (inList || /\.a\.b|^a\.b/.test(path)) continue;
          expect(follow(claims, path.split('.'))).toEqual(value);
        }
      }),
    );
  });

  test('a key is found exactly where one of the name exists', () => {
    fc.assert(
      fc.property(tree, fc.constantFrom('a', 'name', 'absent', '__proto__', 'toString'), (claims, name) => {
        const exists = flattened(claims).some((leaf) => leaf.key === name);
        expect(findClaim(claims, name) !== undefined).toBe(exists);
      }),
    );
  });
});

describe("an expression of Atlassian's SSO", () => {
  const literal = fc.string({ minLength: 1 }).filter((text) => !text.includes('$') && !/[{}]/.test(text));
  const claim = fc.stringMatching(/^[A-Za-z_.:-]{1,12}$/);

  test('what was put together is taken apart the same', () => {
    const parts = fc.array(
      fc.oneof(
        literal.map((text) => ({ literal: text })),
        claim.map((name) => ({ claim: name })),
      ),
    );
    fc.assert(
      fc.property(parts, (made) => {
        const written = made.map((part) => ('claim' in part ? `\${${part.claim}}` : part.literal)).join('');
        expect(claimsIn(written)).toEqual([...new Set(made.flatMap((part) => ('claim' in part ? [part.claim] : [])))]);
        const filled = made.map((part) => ('claim' in part ? `<${part.claim}>` : part.literal)).join('');
        expect(filledIn(parseExpression(written), (name) => `<${name}>`)).toBe(filled);
      }),
    );
  });

  test('whatever is typed, nothing of it is lost', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', 'a', ' ') }), (written) => {
        expect(filledIn(parseExpression(written), (name) => `\${${name}}`)).toBe(written);
      }),
    );
  });

  test.each([
    'preferred_username',
    '$preferred_username',
    '{preferred_username}',
    '${',
    '${}',
    '${preferred_username',
    '',
  ])('names no claim: %s', (written) => {
    expect(isLiteral(written)).toBe(true);
  });

  test('a value that looks like a variable is not filled in again', () => {
    expect(filledIn(parseExpression('${a}'), () => '${b} $& $1')).toBe('${b} $& $1');
    expect(parseExpression('x${a}y')).toEqual([{ literal: 'x' }, { claim: 'a' }, { literal: 'y' }]);
  });
});
