import { namedOthers } from '../../mapping/beside-others';
import { nearKey } from '../near-name';
import type { Spill } from '../spill';
import { rowsPerPart } from './deal';
import type { PeopledKeys } from './join-by-key';
import { finishingLanes, keyedLines } from './lanes';
import { NamesMet } from './names-met';
import type { Others } from './result-line';

/** What people have in common without a collision: `email`, or a username that can hardly be told from another. */
export type Note = { at: number; kind: 'email' | 'username'; others: Others };

export type NoteSums = { people: number; values: number };

/** Somebody under a key; null for one who does not count. */
export type ReadNamed = (rest: string) => { at: number; name: string } | null;

/** People with the same key, in one part. Most keys stand alone, and their lines need not be read. */
export const noteShared = (spill: Spill, lane: string, part: number, read: ReadNamed, sums: NoteSums): void => {
  const counts = new Map<string, number>();
  let isShared = false;
  for (const { key } of keyedLines(spill, lane, part)) {
    const count = counts.get(key) ?? 0;
    isShared ||= count > 0;
    counts.set(key, count + 1);
  }
  if (!isShared) return;
  const shared = new Map<string, NamesMet>();
  for (const { key, rest } of keyedLines(spill, lane, part)) {
    if ((counts.get(key) ?? 0) < 2) continue;
    const met = shared.get(key) ?? new NamesMet();
    shared.set(key, met);
    const one = read(rest);
    if (one !== null) met.add(one.at, one.name);
  }
  for (const { key, rest } of keyedLines(spill, lane, part)) {
    const met = shared.get(key);
    const one = met && met.count > 1 ? read(rest) : null;
    if (met && one) writeNote(spill, { at: one.at, kind: 'email', others: met.besides(one.at) });
  }
  for (const { count } of shared.values())
    if (count > 1) {
      sums.people += count;
      sums.values += 1;
    }
};

/**
 * People whose keys differ and look the same, in one part.
 *
 * @param keys Those that somebody has, as they are written, each once.
 */
export const noteNear = (
  spill: Spill,
  lane: string,
  part: number,
  keys: PeopledKeys,
  read: ReadNamed,
  sums: NoteSums,
): void => {
  const near = nearKeys(keys);
  if (near.size === 0) return;
  const looks = new Map<string, Look>();
  for (const { key, rest } of keyedLines(spill, lane, part)) {
    const name = near.get(key);
    const one = name === undefined ? null : read(rest);
    if (name === undefined || one === null) continue;
    const look = looks.get(name) ?? new Look();
    looks.set(name, look);
    look.add(key, one.name);
  }
  for (const look of looks.values())
    if (look.isShared) {
      sums.values += 1;
      sums.people += look.count;
    }
  for (const { key, rest } of keyedLines(spill, lane, part)) {
    const name = near.get(key);
    const look = name === undefined ? undefined : looks.get(name);
    const one = look?.isShared ? read(rest) : null;
    if (look && one) writeNote(spill, { at: one.at, kind: 'username', others: look.besides(key) });
  }
};

/** People whose keys look the same. However many keys they have, each is told of a few others in the same time. */
class Look {
  count = 0;
  readonly #counts = new Map<string, number>();
  /** Of the first keys, one more than are said, the first people: whoever is not of one's own key is among them. */
  readonly #first: { key: string; name: string }[] = [];

  get isShared(): boolean {
    return this.#counts.size > 1;
  }

  add(key: string, name: string): void {
    this.count += 1;
    const nth = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, nth);
    const isEarly = this.#counts.size <= namedOthers + 1 || this.#first.some((one) => one.key === key);
    if (isEarly && nth <= namedOthers) this.#first.push({ key, name });
  }

  besides(key: string): Others {
    const names = this.#first.filter((one) => one.key !== key).map(({ name }) => name);
    return { names: names.slice(0, namedOthers), count: this.count - (this.#counts.get(key) ?? 0) };
  }
}

/** By key, where another key looks the same: what both look like. */
const nearKeys = (keys: PeopledKeys): Map<string, string> => {
  const groups = new Map<string, Set<string>>();
  for (const key of keys.keys()) {
    if (plain.test(key)) continue;
    const near = nearKey(JSON.parse(key) as string);
    const group = groups.get(near) ?? new Set();
    groups.set(near, group.add(key));
  }
  const near = new Map<string, string>();
  for (const [look, group] of groups) {
    // A plain name looks like itself, and was passed over.
    const itself = JSON.stringify(look);
    if (keys.has(itself) && nearKey(look) === look) group.add(itself);
    if (group.size > 1) for (const key of group) near.set(key, look);
  }
  return near;
};

/** A key as it is written that is its own `nearKey`. */
const plain = /^"[\x21\x23-\x5b\x5d-\x7e](?:[\x20\x21\x23-\x5b\x5d-\x7e]*[\x21\x23-\x5b\x5d-\x7e])?"$/;

const writeNote = (spill: Spill, { at, kind, others }: Note): void =>
  spill.append(
    finishingLanes.notes,
    Math.floor(at / rowsPerPart),
    JSON.stringify([at, kind === 'email' ? 0 : 1, others.names, others.count]),
  );

export const readNote = (line: string): Note => {
  const [at, kind, names, count] = JSON.parse(line) as [number, number, string[], number];
  return { at, kind: kind === 0 ? 'email' : 'username', others: { names, count } };
};
