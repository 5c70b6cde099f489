import type { Claims, ClaimValue } from '../contract/mapping';
import { neverShown } from './person-fields';

/** A claim as it was found in a tree of claims. */
export type FoundClaim = {
  /** From the top, joined by points; keys with points in them are not told apart, as the plugin does not. */
  path: string;
  value: ClaimValue;
  /** `named`: under that very name at the top. `path`: by its whole path. `nested`: the first key of that name. */
  how: 'named' | 'path' | 'nested';
  /** False where the plugin might have found another one. */
  certain: boolean;
};

/**
 * A claim as miniOrange finds it: the name at the top, then as a flattened path `a.b`, then the first key of that name
 * anywhere in the tree (rule 2). Whether it walks the tree depth first or level by level, and whether it goes into
 * lists, is not known: where these find different values, the find is not certain.
 */
export const findClaim = (claims: Claims, name: string): FoundClaim | undefined => {
  if (Object.hasOwn(claims, name)) return found(name, claims[name] ?? null, 'named');
  const leaves = flattened(claims);
  const byPath = leaves.find(({ path, inList }) => path === name && !inList);
  if (byPath) return found(byPath.path, byPath.value, 'path');
  const nested = leaves.filter(({ key }) => key === name);
  const outside = nested.filter(({ inList }) => !inList);
  const depthFirst = outside[0] ?? nested[0];
  if (depthFirst === undefined) return undefined;
  const outermost = Math.min(...nested.map(({ depth }) => depth));
  const others = [nested[0], nested.find(({ depth }) => depth === outermost), outside[0]];
  const certain = others.every((other) => JSON.stringify(other?.value) === JSON.stringify(depthFirst.value));
  return { path: depthFirst.path, value: depthFirst.value, how: 'nested', certain };
};

const found = (path: string, value: ClaimValue, how: FoundClaim['how']): FoundClaim => ({
  path,
  value,
  how,
  certain: true,
});

export type Leaf = { path: string; key: string; value: ClaimValue; inList: boolean; depth: number };

/** Every key of a tree of claims with its path, outer before inner, in the order of the answer. */
export const flattened = (claims: Claims): Leaf[] => {
  const leaves: Leaf[] = [];
  const walk = (value: ClaimValue, prefix: string, inList: boolean, depth: number) => {
    if (Array.isArray(value)) {
      value.forEach((item, at) => {
        walk(item, `${prefix}[${at}].`, true, depth + 1);
      });
    } else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        const path = `${prefix}${key}`;
        leaves.push({ path, key, value: inner, inList, depth });
        walk(inner, Array.isArray(inner) ? path : `${path}.`, inList, depth + 1);
      }
  };
  walk(claims, '', false, 0);
  return leaves;
};

/** What a plugin would read as text: text itself, a number or a truth value as it is spelled; null for all others. */
export const textOf = (value: ClaimValue): string | null => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
};

/** Whether a claim is one whose value never reaches us, so that its absence says nothing. */
export const isWithheld = (name: string): boolean => neverShown.has(name.split('.').at(-1) ?? name);

/** A value in a trail: text as it is, everything else as JSON. */
export const shown = (value: ClaimValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
