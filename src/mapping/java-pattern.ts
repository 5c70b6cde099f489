import type { RE2JS } from 're2js';
import { parseJavaPattern } from './java-pattern-parser';
import { settledCharacters } from './java-pattern-properties';
import type { JavaDoubt, JavaProblem, JavaValueDoubt } from './java-pattern-reasons';
import { JavaRefusal, JavaScanner } from './java-pattern-scanner';
import { includes } from './java-pattern-sets';
import { type JavaNeeds, translated } from './java-pattern-translate';
import type { JavaNode } from './java-pattern-tree';

/**
 * What Java (8 to 25) makes of a regular expression that an administrator typed into miniOrange's configuration.
 * `refused`: a PatternSyntaxException. `same`: Java compiles it, and `expression` in RE2's syntax finds the same in
 * every value that has what is needed. `not-certain`: versions of Java disagree, or it cannot be followed here.
 */
export type JavaPattern =
  | { kind: 'refused'; problem: JavaProblem }
  | {
      kind: 'same';
      expression: string;
      /** Capture groups, the whole match not counted. */
      groups: number;
      needs: JavaNeeds;
      /** Whether a match can start at the beginning of a value only. */
      isAnchored: boolean;
    }
  | { kind: 'not-certain'; because: JavaDoubt };

/** In UTF-16 units, as Java counts. A person's pattern is a line; a longer one is not for this. */
export const longestJavaPattern = 1000;
export const longestJavaValue = 10_000;
/** A value up to which Java's recursion, one round of a loop over a group a frame, fits its usual stack many times. */
const longestRecursed = 1000;
const mostInstructions = 10_000;
/** Instructions times characters for one value: a few hundredths of a second, where one person of many is judged. */
const mostSteps = 1_000_000;

/** Reads a pattern as java.util.regex.Pattern without flags does. Never throws; the time is bounded by the length. */
export const readJavaPattern = (pattern: string): JavaPattern => {
  if (pattern.length > longestJavaPattern) return { kind: 'not-certain', because: 'too-long' };
  const scanner = new JavaScanner(pattern);
  try {
    const root = parseJavaPattern(scanner);
    const [doubt] = scanner.doubts;
    if (doubt !== undefined) return { kind: 'not-certain', because: doubt };
    const { expression, groups, needs, doubts, instructions } = translated(root);
    const [because] = doubts;
    if (because !== undefined) return { kind: 'not-certain', because };
    if (instructions > mostInstructions) return { kind: 'not-certain', because: 'too-complex' };
    needs.settled = scanner.needsSettledLetters;
    return { kind: 'same', expression, groups, needs, isAnchored: startsAtBeginning(root) };
  } catch (error) {
    if (!(error instanceof JavaRefusal)) throw error;
    // Doubts before it are of no matter: every version refuses what is refused here.
    return { kind: 'refused', problem: error.problem };
  }
};

const startsAtBeginning = (node: JavaNode): boolean => {
  switch (node.type) {
    case 'place':
      return node.place === 'begin' || node.place === 'line-begin';
    case 'sequence':
      return node.nodes[0] !== undefined && startsAtBeginning(node.nodes[0]);
    case 'alternatives':
      return node.nodes.every(startsAtBeginning);
    case 'group':
    case 'atomic':
      return startsAtBeginning(node.node);
    default:
      return false;
  }
};

/** The linear-time engine. */
export type JavaEngine = { RE2JS: typeof RE2JS };

/** Loads the engine. It is as big as the rest of the backend, so it is loaded where there is a pattern. */
export const loadJavaEngine = async (): Promise<JavaEngine> => {
  const { RE2JS } = await import('re2js');
  return { RE2JS };
};

/** A pattern that can be applied to any number of values. */
export type CompiledJavaPattern = Extract<JavaPattern, { kind: 'same' }> & { program: RE2JS };

/** Compiles a translation; not certain where it is larger than what may run for everybody. */
export const compileJavaPattern = (
  engine: JavaEngine,
  pattern: Extract<JavaPattern, { kind: 'same' }>,
): { kind: 'compiled'; compiled: CompiledJavaPattern } | { kind: 'not-certain'; because: JavaDoubt } => {
  try {
    const program = engine.RE2JS.compile(pattern.expression);
    if (program.programSize() > mostInstructions) return { kind: 'not-certain', because: 'too-complex' };
    // As many groups as there are in Java, or the numbers would mean others.
    if (program.groupCount() !== pattern.groups) return { kind: 'not-certain', because: 'engine' };
    return { kind: 'compiled', compiled: { ...pattern, program } };
  } catch {
    // The syntax is its own, so it is the size: repetitions of more than 1,000 rounds among others.
    return { kind: 'not-certain', because: 'too-complex' };
  }
};

/**
 * What a pattern finds. `concatenated` is what miniOrange takes: its capture groups one behind the other, the whole
 * match where there are none. `isCertain` is false where a group took no part in the match: what miniOrange makes of
 * Java's null is not known, and nothing is put in its place here.
 */
export type JavaMatch =
  | { kind: 'found'; whole: string; groups: (string | null)[]; concatenated: string; isCertain: boolean }
  | { kind: 'none' }
  | { kind: 'not-certain'; because: JavaValueDoubt };

/** The first match in a value, by Matcher.find. The time grows with the value's length and no faster. */
export const applyJavaPattern = (compiled: CompiledJavaPattern, value: string): JavaMatch => {
  const doubt = doubtOf(compiled, value);
  if (doubt !== null) return { kind: 'not-certain', because: doubt };
  const matcher = compiled.program.matcher(value);
  const isFound = matcher.find();
  // Java goes on by halves of such a character where nothing matched before it.
  const beyondPlane = compiled.isAnchored ? -1 : value.search(/[\u{10000}-\u{10ffff}]/u);
  if (beyondPlane !== -1 && (!isFound || matcher.start() > beyondPlane))
    return { kind: 'not-certain', because: 'value-beyond-plane' };
  if (!isFound) return { kind: 'none' };
  const whole = matcher.group() ?? '';
  const groups = Array.from({ length: compiled.groups }, (_, index) =>
    matcher.start(index + 1) === -1 ? null : matcher.group(index + 1),
  );
  return {
    kind: 'found',
    whole,
    groups,
    concatenated: compiled.groups === 0 ? whole : groups.map((group) => group ?? '').join(''),
    isCertain: !groups.includes(null),
  };
};

const doubtOf = ({ needs, program }: CompiledJavaPattern, value: string): JavaValueDoubt | null => {
  if (value.length > longestJavaValue) return 'value-too-long';
  if (value.length * program.programSize() > mostSteps) return 'value-effort';
  if (needs.short && value.length > longestRecursed) return 'value-stack';
  // With the flag `u` a pair is one character, so only halves are surrogates.
  if (/\p{Cs}/u.test(value)) return 'value-lone-surrogate';
  if (needs.notEmpty && value === '') return 'value-empty';
  if (needs.oneLine && /[\n\r\u0085\u2028\u2029]/.test(value)) return 'value-line-terminator';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them.
  if (needs.ascii && /[^\u0000-\u007f]/.test(value)) return 'value-not-ascii';
  if (needs.settled && ![...value].every((character) => includes(settledCharacters, character.codePointAt(0) ?? 0)))
    return 'value-letters';
  return null;
};
