import {
  before,
  canBeEmpty,
  capturesIn,
  either,
  instructionsOf,
  isHarmless,
  isRigid,
  type Rest,
  restsIn,
} from './java-pattern-analysis';
import type { JavaDoubt } from './java-pattern-reasons';
import { type CodePoints, includes, noCodePoints, pairsOf } from './java-pattern-sets';
import type { JavaNode } from './java-pattern-tree';

/** What a value has to be for the translation to be what Java does with it. */
export type JavaNeeds = {
  /** Only ASCII: `\b`, which sees letters of every script up to Java 18. */
  ascii: boolean;
  /** Only characters whose properties are the same in every version. */
  settled: boolean;
  /** No line terminator: `$` and the flag `m` look past one, which RE2 cannot. */
  oneLine: boolean;
  /** Not empty: with the flag `m` Java never finds `^` at the end of a value. */
  notEmpty: boolean;
  /** Short: Java recurses for each round of a loop over a group, and may run out of stack. */
  short: boolean;
};

export type JavaTranslation = {
  expression: string;
  groups: number;
  needs: JavaNeeds;
  doubts: JavaDoubt[];
  /** About as many instructions as the engine makes of it; told before the engine has to unroll anything. */
  instructions: number;
};

/**
 * A pattern in RE2's syntax: classes as ranges of code points, capitals and flags resolved. RE2's leftmost-first
 * search tries alternatives in the order in which Java does, so what it finds is the same, and so is what groups
 * capture but for the loops that are doubted here (after the Loop, GroupCurly and Curly nodes of Pattern).
 */
export const translated = (root: JavaNode): JavaTranslation => {
  const doubts: JavaDoubt[] = [];
  const needs: JavaNeeds = { ascii: false, settled: false, oneLine: false, notEmpty: false, short: false };
  let groups = 0;

  const write = (node: JavaNode, rest: Rest, isLooped: boolean): string => {
    switch (node.type) {
      case 'empty':
        return '';
      case 'set':
        return setText(node.set);
      case 'place':
        return placeText(node.place, needs);
      case 'linebreak':
        // In Java 8, `\r\n` once taken is never given back; no version gives it back in a repetition.
        if (isLooped || rest.end === 'perhaps' || (rest.end === 'never' && includes(rest.set, 10)))
          doubts.push('linebreak');
        return '(?:\\r\\n|[\\n-\\r\\x{85}\\x{2028}\\x{2029}])';
      case 'sequence': {
        const texts: string[] = [];
        const rests = restsIn(node.nodes, rest);
        node.nodes.forEach((one, index) => {
          texts.push(write(one, rests[index] ?? rest, isLooped));
        });
        return texts.join('');
      }
      case 'alternatives':
        return `(?:${node.nodes.map((one) => write(one, rest, isLooped)).join('|')})`;
      case 'group': {
        if (node.captures) groups += 1;
        return `(${node.captures ? '' : '?:'}${write(node.node, rest, isLooped)})`;
      }
      case 'atomic':
        if (!isRigid(node.node)) doubts.push('atomic-group');
        return `(?:${write(node.node, rest, isLooped)})`;
      case 'repeat':
        return repeatText(node, rest, isLooped);
    }
  };

  const repeatText = (node: JavaNode & { type: 'repeat' }, rest: Rest, isLooped: boolean): string => {
    const { min, max, mode, isBraced } = node;
    if (node.node.type === 'empty') return '';
    const isLoop = max > 1;
    if (isLoop && canBeEmpty(node.node)) doubts.push('empty-loop');
    if (mode === 'possessive' && !isHarmless(node.node, rest)) doubts.push('possessive');
    if ((isLoop || isBraced) && capturesIn(node.node)) {
      const isOneGroup = node.node.type === 'group' && node.node.captures && !capturesIn(node.node.node);
      // Java writes the captures of an inner loop again when it comes out of the outer one, and leaves those of a
      // round that came to nothing. Braces are loops to it, `{1}` too.
      if (!isOneGroup || isLooped) doubts.push('capture-in-loop');
    }
    if (isLoop && node.node.type !== 'set') needs.short = true;
    const around = isLoop ? either(rest, before(node.node, rest)) : rest;
    // Before the least number of rounds is reached, nothing is sure to match.
    const inner: Rest = min > 1 && around.end === 'always' ? { ...around, end: 'perhaps' } : around;
    const text = write(node.node, inner, isLooped || isLoop || isBraced);
    const body = node.node.type === 'set' || node.node.type === 'group' ? text : `(?:${text})`;
    return `${body}${quantifier(min, max)}${mode === 'lazy' ? '?' : ''}`;
  };

  const expression = write(root, { set: noCodePoints, end: 'always' }, false);
  return { expression, groups, needs, doubts, instructions: instructionsOf(root) };
};

const quantifier = (min: number, max: number): string => {
  if (min === 0 && max === 1) return '?';
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
};

const placeText = (place: (JavaNode & { type: 'place' })['place'], needs: JavaNeeds): string => {
  switch (place) {
    case 'begin':
      return '\\A';
    case 'end':
      return '\\z';
    case 'final-end':
    case 'line-end':
      needs.oneLine = true;
      return '\\z';
    case 'line-begin':
      needs.oneLine = true;
      needs.notEmpty = true;
      return '\\A';
    case 'boundary':
      needs.ascii = true;
      return '\\b';
    case 'no-boundary':
      needs.ascii = true;
      return '\\B';
  }
};

const codeText = (code: number) => {
  const character = String.fromCodePoint(code);
  return /^[\w@ ]$/.test(character) ? character : `\\x{${code.toString(16)}}`;
};

const setText = (set: CodePoints): string => {
  const pairs = pairsOf(set);
  const [only] = pairs;
  if (!only) return '[^\\x{0}-\\x{10ffff}]';
  if (pairs.length === 1 && only[0] === only[1]) return codeText(only[0]);
  const texts = pairs.map(([from, to]) => (from === to ? codeText(from) : `${codeText(from)}-${codeText(to)}`));
  return `[${texts.join('')}]`;
};
