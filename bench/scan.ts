import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { directoryPage } from './directory-pages';
import { type Figure, figure, median } from './figure';

const pages = 1000;
const peopleAPage = 1000;
/** Pages that differ; they are read again and again, so that no gigabytes lie about. */
const files = 20;
/** Parsed in each round: a twentieth, for it takes ten times as long. */
const parsedPages = 50;
const rounds = 3;

const took = v.object({ people: v.number(), milliseconds: v.number(), peak: v.number() });

/**
 * A directory of a million people read for a few of its 181 keys, against JSON.parse and throwing away; the peak of the
 * process that also looks for collisions of name and e-mail. Reading the files is in neither.
 */
export const scan = async (): Promise<Figure[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'companion-scan-'));
  try {
    const paths = Array.from({ length: files }, (_, index) => {
      const path = join(folder, `${index}.json`);
      writeFileSync(path, directoryPage(index + 1, peopleAPage, pages * peopleAPage));
      return path;
    });
    const ours: number[] = [];
    const anchor: number[] = [];
    const alone: number[] = [];
    let peak = 0;
    let parsedPeak = 0;
    // In turn, so that whatever else this machine does burdens both.
    for (let round = 0; round < rounds; round += 1) {
      const parsed = await work('parse', parsedPages, paths);
      const scanned = await work('scan', pages / 4, paths);
      const indexed = await work('index', pages, paths);
      anchor.push(aPerson(parsed));
      alone.push(aPerson(scanned));
      ours.push(aPerson(indexed));
      peak = Math.max(peak, indexed.peak);
      parsedPeak = Math.max(parsedPeak, parsed.peak);
    }
    return [
      figure('scan', 'µs a person', median(alone), median(anchor), { atMost: 0.35, of: 'ratio' }),
      figure('scan and collide', 'µs a person', median(ours), median(anchor), { atMost: 0.35, of: 'ratio' }),
      figure('scan memory', 'MiB', peak, parsedPeak, { atMost: 256, of: 'ours' }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const work = async (how: 'scan' | 'index' | 'parse', count: number, paths: readonly string[]) => {
  const worker = join(__dirname, 'scan-worker.ts');
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--import', 'tsx', worker, how, String(count), ...paths]);
  const result = v.parse(took, JSON.parse(stdout));
  // A reading that met nobody would be quick.
  if (result.people !== count * peopleAPage) throw new Error(`Only ${result.people} people were read.`);
  return result;
};

const aPerson = ({ people, milliseconds }: v.InferOutput<typeof took>): number => (milliseconds * 1000) / people;
