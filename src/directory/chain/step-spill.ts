import type { Spill } from '../spill';
import { bytesInMemory } from './chain-limits';

/**
 * What a tally spills while an event reads: lines to be kept and read back into the memory of the last one. While people
 * are read nothing is asked back.
 */
export const stepSpill = (): { spill: Spill; lines: readonly string[]; bytes: () => number } => {
  const lines: string[] = [];
  let bytes = 0;
  const spill: Spill = {
    append: (lane, _part, line) => {
      const kept = `${lane}${separator}${line}`;
      lines.push(kept);
      bytes += bytesInMemory(kept);
    },
    lines: () => {
      throw new RangeError('What an event has spilled is read by the last one alone.');
    },
    drop: (lane) => {
      throw new RangeError(`Nothing of ${lane} can be dropped before the last event.`);
    },
  };
  return { spill, lines, bytes: () => bytes };
};

/** Puts kept lines back, in a spill of one part. */
export const restoreLines = (spill: Spill, kept: readonly string[]): void => {
  for (const line of kept) {
    const at = line.indexOf(separator);
    spill.append(line.slice(0, at), 0, line.slice(at + 1));
  }
};

/** Neither a name of a lane nor the beginning of JSON has it. */
const separator = '\t';
