import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Spill } from '../../src/directory/spill';

/** How far each file had come at one moment. JSON: it stands in a checkpoint. */
export const spillMark = v.object({
  files: v.array(v.object({ lane: v.string(), part: v.number(), file: v.string(), bytes: v.number() })),
  /** Files that were ever made; names are not given twice. */
  made: v.number(),
});
export type SpillMark = v.InferOutput<typeof spillMark>;

export type FileSpill = Spill & {
  /**
   * Writes out whatever is held, and says how far that is. What it names is kept, dropped or not, until there is a mark
   * after the next one: whoever takes that one has saved the next.
   */
  mark(): SpillMark;
  /** Closes all files and leaves them. */
  close(): void;
  /** Closes and deletes. */
  delete(): void;
};

/** The files are not those of the mark: deleted, or cut off as by a power cut. */
export class SpillLost extends Error {
  readonly code = 'SPILL_LOST';
}

/** Bytes of a file that are held before they are written: 64 parts of some lanes are a few megabytes. */
const held = 16 * 1024;
/** Bytes that are read at a time. */
const chunk = 32 * 1024;
/** Open files at a time; Node takes as many as the system lets it have, which is a thousand and more. */
const mostOpen = 400;

/**
 * A spill in files of one folder, 0600 in 0700. Append-only, so that what stood there at a mark still stands there after
 * a kill: opened at it, everything behind it is cut off.
 *
 * @throws SpillLost where the folder does not hold what the mark says.
 */
export const openFileSpill = (folder: string, from: SpillMark | null): FileSpill => new Files(folder, from);

type Part = {
  file: string;
  /** On the disk; what is held comes on top. */
  bytes: number;
  held: Buffer | null;
  used: number;
};

class Files implements FileSpill {
  readonly #folder: string;
  readonly #lanes = new Map<string, Map<number, Part>>();
  /** By file, the one that was used last at the end. */
  readonly #open = new Map<string, number>();
  #made: number;
  /** Files that the last mark names. */
  #marked: Set<string>;
  /** Dropped since that mark, and before it: a process that is killed may not have saved the last one. */
  #dropped: string[] = [];
  #doomed: string[] = [];
  #reading: Buffer | null = null;
  /** Written out, and free for whichever part has something next. */
  readonly #spare: Buffer[] = [];

  constructor(folder: string, from: SpillMark | null) {
    this.#folder = folder;
    this.#made = from?.made ?? 0;
    this.#marked = new Set(from?.files.map(({ file }) => file));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const file of readdirSync(folder))
      if (!this.#marked.has(file)) rmSync(join(folder, file), { recursive: true });
    for (const { lane, part, file, bytes } of from?.files ?? []) {
      this.#cut(file, bytes);
      this.#lane(lane).set(part, { file, bytes, held: null, used: 0 });
    }
  }

  append(lane: string, part: number, line: string): void {
    const parts = this.#lane(lane);
    let to = parts.get(part);
    if (to === undefined) {
      this.#made += 1;
      to = { file: `${this.#made}.lines`, bytes: 0, held: null, used: 0 };
      parts.set(part, to);
    }
    // UTF-8 takes three bytes for a UTF-16 unit at most.
    const most = line.length * 3 + 1;
    if (most > held) {
      this.#flush(to);
      this.#write(to, Buffer.from(`${line}\n`, 'utf8'));
      return;
    }
    if (to.used + most > held) this.#flush(to);
    to.held ??= this.#spare.pop() ?? Buffer.allocUnsafeSlow(held);
    to.used += to.held.write(line, to.used, 'utf8');
    to.held[to.used] = lineFeed;
    to.used += 1;
  }

  *lines(lane: string, part: number): Generator<string> {
    const from = this.#lanes.get(lane)?.get(part);
    if (from === undefined) return;
    this.#flush(from);
    // Readings within one another are rare, and get a buffer of their own.
    let buffer = this.#reading ?? Buffer.allocUnsafeSlow(chunk);
    this.#reading = null;
    let kept = 0;
    for (let at = 0; at < from.bytes; ) {
      if (kept === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
      const read = readSync(this.#descriptor(from.file), buffer, kept, buffer.length - kept, at);
      if (read === 0) throw new SpillLost('A file of the dry run has become shorter while it was read.');
      at += read;
      const filled = kept + read;
      const end = buffer.lastIndexOf(lineFeed, filled - 1);
      if (end < 0) {
        kept = filled;
        continue;
      }
      // Decoded as a whole: once for some hundred lines. `yield*` would make a second object for each of them.
      for (const line of buffer.toString('utf8', 0, end).split('\n')) yield line;
      buffer.copyWithin(0, end + 1, filled);
      kept = filled - end - 1;
    }
    this.#reading = buffer;
  }

  drop(lane: string): void {
    for (const { file } of this.#lanes.get(lane)?.values() ?? [])
      if (this.#marked.has(file)) this.#dropped.push(file);
      else this.#remove(file);
    this.#lanes.delete(lane);
  }

  mark(): SpillMark {
    const files: SpillMark['files'] = [];
    for (const [lane, parts] of this.#lanes)
      for (const [part, to] of parts) {
        this.#flush(to);
        files.push({ lane, part, file: to.file, bytes: to.bytes });
      }
    for (const file of this.#doomed) this.#remove(file);
    this.#doomed = this.#dropped;
    this.#dropped = [];
    this.#marked = new Set([...files.map(({ file }) => file), ...this.#doomed]);
    return { files, made: this.#made };
  }

  close(): void {
    for (const parts of this.#lanes.values()) for (const to of parts.values()) this.#flush(to);
    for (const descriptor of this.#open.values()) closeSync(descriptor);
    this.#open.clear();
  }

  delete(): void {
    for (const descriptor of this.#open.values()) closeSync(descriptor);
    this.#open.clear();
    this.#lanes.clear();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #lane(lane: string): Map<number, Part> {
    let parts = this.#lanes.get(lane);
    if (parts === undefined) {
      parts = new Map();
      this.#lanes.set(lane, parts);
    }
    return parts;
  }

  #flush(to: Part): void {
    if (to.held === null) return;
    this.#write(to, to.held.subarray(0, to.used));
    this.#spare.push(to.held);
    to.held = null;
    to.used = 0;
  }

  #write(to: Part, bytes: Buffer): void {
    const descriptor = this.#descriptor(to.file);
    for (let written = 0; written < bytes.length; )
      written += writeSync(descriptor, bytes, written, bytes.length - written, to.bytes + written);
    to.bytes += bytes.length;
  }

  #descriptor(file: string): number {
    const found = this.#open.get(file);
    if (found !== undefined) {
      this.#open.delete(file);
      this.#open.set(file, found);
      return found;
    }
    for (const [oldest, descriptor] of this.#open) {
      if (this.#open.size < mostOpen) break;
      closeSync(descriptor);
      this.#open.delete(oldest);
    }
    const descriptor = openSync(join(this.#folder, file), constants.O_RDWR | constants.O_CREAT, 0o600);
    this.#open.set(file, descriptor);
    return descriptor;
  }

  #remove(file: string): void {
    const descriptor = this.#open.get(file);
    if (descriptor !== undefined) closeSync(descriptor);
    this.#open.delete(file);
    rmSync(join(this.#folder, file), { force: true });
  }

  #cut(file: string, bytes: number): void {
    const descriptor = this.#descriptor(file);
    if (fstatSync(descriptor).size < bytes) {
      this.close();
      throw new SpillLost('A file of the dry run is shorter than its checkpoint says.');
    }
    ftruncateSync(descriptor, bytes);
  }
}

const lineFeed = 0x0a;
