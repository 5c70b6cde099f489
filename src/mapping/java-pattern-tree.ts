import type { CodePoints } from './java-pattern-sets';

/** A place between two characters. `line-begin` and `line-end` are `^` and `$` with the flag `m`. */
export type JavaPlace = 'begin' | 'end' | 'final-end' | 'line-begin' | 'line-end' | 'boundary' | 'no-boundary';

/** What a pattern says, with every flag and every class resolved: literals are sets of one or more code points. */
export type JavaNode =
  | { type: 'empty' }
  | { type: 'set'; set: CodePoints }
  | { type: 'place'; place: JavaPlace }
  /** `\R`: the two characters `\r\n`, or one line terminator. */
  | { type: 'linebreak' }
  | { type: 'sequence'; nodes: JavaNode[] }
  | { type: 'alternatives'; nodes: JavaNode[] }
  | { type: 'group'; captures: boolean; node: JavaNode }
  | { type: 'atomic'; node: JavaNode }
  /** `isBraced`: written with braces, which is another thing to Java's matcher than `?`. */
  | { type: 'repeat'; node: JavaNode; min: number; max: number; mode: RepeatMode; isBraced: boolean };

export type RepeatMode = 'greedy' | 'lazy' | 'possessive';
