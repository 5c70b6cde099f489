import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import {
  applyJavaPattern,
  type CompiledJavaPattern,
  compileJavaPattern,
  type JavaEngine,
  loadJavaEngine,
  longestJavaPattern,
  readJavaPattern,
} from '../../src/mapping/java-pattern';
import { javaDoubtTexts } from '../../src/mapping/java-pattern-reasons';

/** The whole match and the groups; null where nothing is found; a text where Java itself failed. */
const answer = v.nullable(v.union([v.array(v.nullable(v.string())), v.string()]));
/**
 * What Java 17.0.15 and Java 25.0.3 answered, by Matcher.find. `here` is what is to become of the pattern here; rows
 * without it are random patterns.
 */
const table = v.parse(
  v.array(
    v.object({
      pattern: v.string(),
      here: v.optional(v.string()),
      java17: v.boolean(),
      java25: v.boolean(),
      tries: v.array(v.object({ input: v.string(), java17: answer, java25: answer })),
    }),
  ),
  JSON.parse(readFileSync(join(__dirname, '../fixtures/java-pattern/table.json'), 'utf8')),
);

let engine: JavaEngine;
beforeAll(async () => {
  engine = await loadJavaEngine();
});

const compiled = (pattern: string): CompiledJavaPattern => {
  const read = readJavaPattern(pattern);
  if (read.kind !== 'same') throw new Error(`${pattern}: ${JSON.stringify(read)}`);
  const result = compileJavaPattern(engine, read);
  if (result.kind !== 'compiled') throw new Error(`${pattern}: ${result.because}`);
  return result.compiled;
};

/** What a pattern comes to, in the table's words. */
const comesTo = (pattern: string): string => {
  const read = readJavaPattern(pattern);
  if (read.kind === 'not-certain') return `not-certain:${read.because}`;
  if (read.kind === 'refused') return 'refused';
  const result = compileJavaPattern(engine, read);
  return result.kind === 'compiled' ? 'same' : `not-certain:${result.because}`;
};

describe('a pattern as Java reads it', () => {
  const named = table.filter(({ here }) => here !== undefined);

  test('the table is as large as it is meant to be', () => {
    expect(named.length).toBeGreaterThan(300);
    expect(table.length).toBeGreaterThan(700);
  });

  test.each(named)('$pattern is $here', ({ pattern, here }) => {
    expect(comesTo(pattern)).toBe(here);
  });

  test('what is refused here is refused by Java, and what runs here is not', () => {
    for (const { pattern, java17, java25 } of table) {
      const kind = comesTo(pattern);
      if (kind === 'refused') expect([pattern, java17, java25]).toEqual([pattern, false, false]);
      if (kind === 'same') expect([pattern, java17, java25]).toEqual([pattern, true, true]);
    }
  });

  test('what is found here is what both versions of Java find', () => {
    let compared = 0;
    for (const { pattern, tries } of table) {
      if (comesTo(pattern) !== 'same') continue;
      const program = compiled(pattern);
      for (const { input, java17, java25 } of tries) {
        const match = applyJavaPattern(program, input);
        if (match.kind === 'not-certain') continue;
        const found = match.kind === 'none' ? null : [match.whole, ...match.groups];
        expect([pattern, input, found, found]).toEqual([pattern, input, java17, java25]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(900);
  });

  test('where the two versions of Java disagree, nothing is certain here', () => {
    const disagreeing = table.flatMap(({ pattern, tries }) =>
      tries
        .filter(({ java17, java25 }) => JSON.stringify(java17) !== JSON.stringify(java25))
        .map(({ input }) => ({ pattern, input })),
    );
    expect(disagreeing.length).toBeGreaterThan(0);
    for (const { pattern, input } of disagreeing) {
      const kind = comesTo(pattern);
      const certain = kind === 'same' && applyJavaPattern(compiled(pattern), input).kind !== 'not-certain';
      expect({ pattern, input, certain }).toEqual({ pattern, input, certain: false });
    }
  });

  test.each([
    ['a(b', 'group-unclosed', 1, 'At character 2: the parenthesis “(” is not closed by “)”.'],
    ['ab)', 'parenthesis-unmatched', 2, 'At character 3: the parenthesis “)” closes no “(”.'],
    ['x[a-', 'class-unclosed', 1, 'At character 2: the bracket “[” is not closed by “]”.'],
    ['a|*', 'dangling-quantifier', 2, 'At character 3: “*” has nothing before it to repeat.'],
    ['a{3,2}', 'repetition-range', 1, 'At character 2: the repetition ends at 2 times, below the 3 it starts with.'],
    ['a\\y', 'unknown-escape', 2, 'At character 3: Java knows no escape “\\y”.'],
    ['😀(', 'group-unclosed', 2, 'At character 3: the parenthesis “(” is not closed by “)”.'],
    ['\\Q(((\\E(', 'group-unclosed', 7, 'At character 8: the parenthesis “(” is not closed by “)”.'],
    ['(?P<n>a)', 'group-unknown', 2, 'At character 3: “P” is no flag that can follow “(?”.'],
    ['\\p{Foo}', 'property-unknown', 1, 'At character 2: Java knows no property of characters called “Foo”.'],
  ])('%s is refused where it is wrong', (pattern, code, index, text) => {
    expect(readJavaPattern(pattern)).toEqual({ kind: 'refused', problem: { code, index, text } });
  });
});

describe('what miniOrange takes of a match', () => {
  test('the whole match without groups, else the groups one behind the other', () => {
    expect(applyJavaPattern(compiled('^[^@]+'), 'eve@x')).toMatchObject({ concatenated: 'eve', isCertain: true });
    expect(applyJavaPattern(compiled('^(.)[^.]*\\.(.*)@'), 'eve.smith@x')).toEqual({
      kind: 'found',
      whole: 'eve.smith@',
      groups: ['e', 'smith'],
      concatenated: 'esmith',
      isCertain: true,
    });
    expect(applyJavaPattern(compiled('^x'), 'eve')).toEqual({ kind: 'none' });
  });

  test('a group without a part in the match leaves it not certain; an empty one does not', () => {
    expect(applyJavaPattern(compiled('(a)|(b)'), 'b')).toMatchObject({ groups: [null, 'b'], isCertain: false });
    expect(applyJavaPattern(compiled('(a*)(b)'), 'b')).toMatchObject({ groups: ['', 'b'], isCertain: true });
  });

  test.each([
    ['a$', 'a\n', 'value-line-terminator'],
    ['(?m)^', '', 'value-empty'],
    ['\\bfoo', 'é foo', 'value-not-ascii'],
    ['\\p{L}', '\u1c80', 'value-letters'],
    ['b', '😀b', 'value-beyond-plane'],
    ['a', 'a\ud83d', 'value-lone-surrogate'],
    ['(?:a|b)*', 'a'.repeat(1001), 'value-stack'],
    ['a', 'a'.repeat(10_001), 'value-too-long'],
    ['a{900}', 'a'.repeat(10_000), 'value-effort'],
  ])('%s is not tried with what Java may read otherwise', (pattern, value, because) => {
    expect(applyJavaPattern(compiled(pattern), value)).toEqual({ kind: 'not-certain', because });
  });
});

describe('hostile patterns', () => {
  test('one of more than 1,000 characters is not read', () => {
    expect(comesTo('a'.repeat(longestJavaPattern))).toBe('same');
    expect(comesTo('a'.repeat(longestJavaPattern + 1))).toBe('not-certain:too-long');
  });

  test.each([
    '('.repeat(1000),
    '('.repeat(500) + ')'.repeat(500),
    '(?:'.repeat(250) + ')'.repeat(250),
    '['.repeat(1000),
    `${'[a'.repeat(333)}${']'.repeat(333)}`,
    `[${'&&'.repeat(400)}]`,
    `[${'a&&'.repeat(300)}b]`,
    '(a|'.repeat(250) + ')'.repeat(250),
    '\\p{L}'.repeat(200),
    `[${'\\P{Lu}'.repeat(140)}]`,
    `(?iu)[${'a-z'.repeat(300)}]`,
    '(?x)#'.repeat(200),
    '\\p{'.repeat(300),
    `${'('.repeat(100)}a${'){9}'.repeat(100)}`,
    `${'(?:'.repeat(100)}a${')+'.repeat(100)}`,
    '\\Q'.repeat(500),
    '\\'.repeat(999),
  ])('%s ends', (pattern) => {
    expect(comesTo(pattern)).toMatch(/^(?:refused|same|not-certain:[a-z-]+)$/);
  });

  /** Each would keep a backtracking engine busy beyond anybody's patience with 1,000 characters. */
  test.each(['^(a+)+$', '^(?:a|aa)+$', '(x+x+)+y', '^(?:.*a){9}$', '^(?:a?){0,1}a*a*a*a*a*b', '(?:a|a)*?c'])(
    '%s ends with a value that comes close',
    (pattern) => {
      expect(applyJavaPattern(compiled(pattern), `${'a'.repeat(998)}!`).kind).toBe('none');
    },
  );

  test('every text is refused, the same or not certain, and each doubt has a sentence', () => {
    const piece = fc.constantFrom(
      ...'( ) (?: (?< (?i) (?x) (?= [ [^ ] && - \\ \\p \\Q \\E \\x \\u \\0 \\c \\k< { } , 1 2 * + ? | ^ $ . a # '.split(
        ' ',
      ),
      '\n',
      '😀',
      '\ud83d',
      'é',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 30 }),
    );
    fc.assert(
      fc.property(text, fc.string({ unit: 'binary' }), (pattern, value) => {
        const read = readJavaPattern(pattern);
        if (read.kind === 'refused') {
          expect(read.problem.text).toMatch(/^At (?:the end|character \d+): .+\.$/su);
          expect(read.problem.index).toBeLessThanOrEqual(pattern.length);
        }
        if (read.kind === 'not-certain') expect(javaDoubtTexts[read.because]).toMatch(/\.$/);
        if (read.kind !== 'same') return;
        const result = compileJavaPattern(engine, read);
        if (result.kind === 'compiled') applyJavaPattern(result.compiled, value);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the translation', () => {
  /** Patterns that ECMAScript and Java read alike, captures in loops left out. */
  const { simple } = fc.letrec<{ simple: string; atom: string }>((tie) => ({
    atom: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom('a', 'b', 'c', '[ab]', '[^a]', '[^a-b]', '\\d', '\\w', '\\.', '1', '-', '😀'),
      fc.tuple(tie('simple'), tie('simple')).map(([one, other]) => `(?:${one}|${other}c)`),
      // Something empty under `?` is another matter to ECMAScript.
      tie('atom').map((one) => `(?:${one}b)?`),
    ),
    simple: fc
      .array(
        fc.oneof(
          tie('atom'),
          fc
            .tuple(
              fc.constantFrom('a', '[bc]', '\\w', '[^1]'),
              fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{2}', '{1,3}'),
            )
            .map(([one, times]) => one + times),
          tie('atom').map((one) => `(${one})`),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((parts) => parts.join('')),
  }));
  const value = fc
    .array(fc.constantFrom('a', 'b', 'c', '1', '-', '.', 'aab', '😀'), { maxLength: 8 })
    .map((all) => all.join(''));

  test('finds what ECMAScript finds, where both mean the same', () => {
    let compared = 0;
    fc.assert(
      fc.property(simple, value, (pattern, text) => {
        const read = readJavaPattern(pattern);
        if (read.kind !== 'same') return;
        const match = applyJavaPattern(compiled(pattern), text);
        if (match.kind === 'not-certain') return;
        const native = new RegExp(pattern, 'u').exec(text);
        const found = match.kind === 'none' ? null : [match.whole, ...match.groups];
        expect(found).toEqual(native && Array.from(native, (group) => group ?? null));
        compared += 1;
      }),
      { numRuns: 1500 },
    );
    expect(compared).toBeGreaterThan(700);
  });

  test('a quotation stands for itself', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((one) => !one.includes('\\E'));
    fc.assert(
      fc.property(text, (quoted) => {
        const end = quoted.endsWith('\\') ? '' : '\\E';
        const match = applyJavaPattern(compiled(`^\\Q${quoted}${end}`), `${quoted}x`);
        expect(match).toMatchObject({ kind: 'found', whole: quoted });
      }),
    );
  });

  test('an escaped character stands for itself', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0x10ffff }).filter((code) => code < 0xd800 || code > 0xdfff),
        (code) => {
          const character = String.fromCodePoint(code);
          for (const pattern of [`\\A\\x{${code.toString(16)}}`, `\\A[\\x{${code.toString(16)}}]`])
            expect(applyJavaPattern(compiled(pattern), character)).toMatchObject({ kind: 'found', whole: character });
        },
      ),
    );
  });
});
