import { lineTerminators } from './java-pattern-properties';
import { areApart, type CodePoints, noCodePoints, union } from './java-pattern-sets';
import type { JavaNode } from './java-pattern-tree';

/**
 * What can come after a place in a match: which characters, and whether nothing need come. `always`: from every such
 * place the rest matches, so Java never comes back to try a shorter repetition before it.
 */
export type Rest = { set: CodePoints; end: 'never' | 'perhaps' | 'always' };

export const canBeEmpty = (node: JavaNode): boolean => {
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

export const capturesIn = (node: JavaNode): boolean => {
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
export const isRigid = (node: JavaNode): boolean => {
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

/**
 * Whether a possessive repetition does what a greedy one does: giving characters back would never help the rest. One
 * that captures keeps in Java what it took before the match failed.
 */
export const isHarmless = (node: JavaNode, rest: Rest): boolean => {
  const body = node.type === 'group' && !node.captures ? node.node : node;
  if (body.type !== 'set') return false;
  return rest.end === 'always' || (rest.end === 'never' && areApart(rest.set, body.set));
};

export const either = (one: Rest, other: Rest): Rest => ({
  set: union(one.set, other.set),
  end: [one.end, other.end].includes('always')
    ? 'always'
    : one.end === 'never' && other.end === 'never'
      ? 'never'
      : 'perhaps',
});

/** What can come at the place before a node, with `rest` behind it. */
export const before = (node: JavaNode, rest: Rest): Rest => {
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
export const restsIn = (nodes: readonly JavaNode[], rest: Rest): Rest[] => {
  const rests: Rest[] = [];
  let behind = rest;
  for (const node of [...nodes].reverse()) {
    rests.push(behind);
    behind = before(node, behind);
  }
  return rests.reverse();
};

/** Repetitions with a number are unrolled. */
export const instructionsOf = (node: JavaNode): number => {
  switch (node.type) {
    case 'sequence':
    case 'alternatives':
      return node.nodes.reduce((sum, one) => sum + instructionsOf(one), 1);
    case 'group':
    case 'atomic':
      return instructionsOf(node.node) + 2;
    case 'repeat': {
      const rounds = node.max === Number.POSITIVE_INFINITY ? node.min + 1 : node.max;
      return (instructionsOf(node.node) + 1) * Math.max(1, rounds);
    }
    default:
      return 1;
  }
};
