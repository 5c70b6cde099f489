import { lineTerminators } from './java-pattern-properties';
import type { JavaDoubt } from './java-pattern-reasons';
import { areApart, type CodePoints, includes, noCodePoints, pairsOf, union } from './java-pattern-sets';
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

export type JavaTranslation = { expression: string; groups: number; needs: JavaNeeds; doubts: JavaDoubt[] };

/**
 * What can come after a place in a match: which characters, and whether nothing need come. `always`: from every such
 * place the rest matches, so Java never comes back to try a shorter repetition before it.
 */
type Rest = { set: CodePoints; end: 'never' | 'perhaps' | 'always' };

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
        // In Java 8, `\r\n` once taken is never given back.
        if (rest.end === 'perhaps' || (rest.end === 'never' && includes(rest.set, 10))) doubts.push('linebreak');
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
    const { min, max, mode } = node;
    if (node.node.type === 'empty') return '';
    const isLoop = max > 1;
    if (isLoop && canBeEmpty(node.node)) doubts.push('empty-loop');
    if (mode === 'possessive' && !isHarmless(node.node, rest)) doubts.push('possessive');
    if (isLoop && capturesIn(node.node)) {
      const isOneGroup = node.node.type === 'group' && node.node.captures && !capturesIn(node.node.node);
      // Java writes the captures of an inner loop again when it comes out of the outer one.
      if (!isOneGroup || isLooped) doubts.push('capture-in-loop');
    }
    if (isLoop && node.node.type !== 'set') needs.short = true;
    const inner: Rest = isLoop ? either(rest, before(node.node, rest)) : rest;
    const text = write(node.node, inner, isLooped || isLoop);
    const body = node.node.type === 'set' || node.node.type === 'group' ? text : `(?:${text})`;
    return `${body}${quantifier(min, max)}${mode === 'lazy' ? '?' : ''}`;
  };

  const expression = write(root, { set: noCodePoints, end: 'always' }, false);
  return { expression, groups, needs, doubts };
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

const canBeEmpty = (node: JavaNode): boolean => {
  switch (node.type) {
    case 'set':
    case 'linebreak':
      return false;
    case 'empty':
    case 'place':
      return true;
    case 'sequence':
      return node.nodes.every(canBeEmpty);
    case 'alternatives':
      return node.nodes.some(canBeEmpty);
    case 'group':
    case 'atomic':
      return canBeEmpty(node.node);
    case 'repeat':
      return node.min === 0 || canBeEmpty(node.node);
  }
};

const capturesIn = (node: JavaNode): boolean => {
  switch (node.type) {
    case 'sequence':
    case 'alternatives':
      return node.nodes.some(capturesIn);
    case 'group':
      return node.captures || capturesIn(node.node);
    case 'atomic':
    case 'repeat':
      return capturesIn(node.node);
    default:
      return false;
  }
};

/** Whether a node matches in one way only from a given place, so that there is nothing to come back to. */
const isRigid = (node: JavaNode): boolean => {
  switch (node.type) {
    case 'sequence':
      return node.nodes.every(isRigid);
    case 'group':
    case 'atomic':
      return isRigid(node.node);
    case 'repeat':
      return node.min === node.max && isRigid(node.node);
    case 'alternatives':
    case 'linebreak':
      return false;
    default:
      return true;
  }
};

/** Whether a possessive repetition does what a greedy one does: giving characters back would never help the rest. */
const isHarmless = (node: JavaNode, rest: Rest): boolean => {
  const body = node.type === 'group' ? node.node : node;
  if (body.type !== 'set') return false;
  return rest.end === 'always' || (rest.end === 'never' && areApart(rest.set, body.set));
};

const either = (one: Rest, other: Rest): Rest => ({
  set: union(one.set, other.set),
  end: [one.end, other.end].includes('always')
    ? 'always'
    : one.end === 'never' && other.end === 'never'
      ? 'never'
      : 'perhaps',
});

/** What can come at the place before a node, with `rest` behind it. */
const before = (node: JavaNode, rest: Rest): Rest => {
  switch (node.type) {
    case 'empty':
      return rest;
    case 'set':
      return { set: node.set, end: 'never' };
    case 'linebreak':
      return { set: [10, 13, 0x85, 0x85, 0x2028, 0x2029], end: 'never' };
    case 'place':
      if (node.place === 'end') return { set: noCodePoints, end: 'never' };
      if (node.place === 'final-end' || node.place === 'line-end') return { set: lineTerminators, end: 'never' };
      return { set: rest.set, end: rest.end === 'never' ? 'never' : 'perhaps' };
    case 'sequence':
      return node.nodes.reduceRight((behind, one) => before(one, behind), rest);
    case 'alternatives':
      return node.nodes.map((one) => before(one, rest)).reduce(either);
    case 'group':
    case 'atomic':
      return before(node.node, rest);
    case 'repeat':
      return node.min === 0 ? either(rest, before(node.node, rest)) : before(node.node, rest);
  }
};

/** What can come behind each node of a sequence. */
const restsIn = (nodes: readonly JavaNode[], rest: Rest): Rest[] => {
  const rests: Rest[] = [];
  let behind = rest;
  for (const node of [...nodes].reverse()) {
    rests.push(behind);
    behind = before(node, behind);
  }
  return rests.reverse();
};
