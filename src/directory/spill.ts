/**
 * Where a tally puts what it does not keep in memory: lines in lanes, each lane in parts. Synchronous, since a million
 * lines go in and out. A line holds no line feed and no half of a surrogate pair: it is JSON, or stands beside JSON.
 */
export type Spill = {
  append(lane: string, part: number, line: string): void;
  /** In the order they came; nothing of a part that was never written. Not to be appended to meanwhile. */
  lines(lane: string, part: number): Iterable<string>;
  /** Forgets all parts of a lane. */
  drop(lane: string): void;
};

/** Keeps every line in memory. */
export const memorySpill = (): Spill => {
  const lanes = new Map<string, string[][]>();
  return {
    append(lane, part, line) {
      const parts = lanes.get(lane) ?? [];
      lanes.set(lane, parts);
      const lines = parts[part] ?? [];
      parts[part] = lines;
      lines.push(line);
    },
    lines: (lane, part) => lanes.get(lane)?.[part] ?? [],
    drop: (lane) => void lanes.delete(lane),
  };
};
