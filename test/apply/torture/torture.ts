import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { startEmbeddedCasdoor } from '../../../local/casdoor/start';
import { type ApplyStep, type ApplyView, isOpen } from '../../../src/contract/apply';
import { randomFrom } from '../random-from';
import type { Fault } from './fault-proxy';
import { atlassianDcGround, casdoorGround, type Ground, miniorangeGround, type Round } from './grounds';
import { inProcess, type ProcessSpec, type StoryName } from './in-process';

export type TortureFigures = {
  seed: number;
  kills: number;
  /** By what the journal said last when a process was killed; `nothing` where it had not begun. */
  metAt: Record<string, number>;
  /** By how an apply ended. */
  ends: Record<string, number>;
  /** By the target, and by what befell it. */
  targets: Record<string, number>;
  troubles: Record<string, number>;
  /** Ends that needed a person, since the target held neither of the two. */
  personNeeded: number;
};

/** What is not so, though it was said or had to be. The message names the seed and the step. */
export class Violation extends Error {}

const minute = 60_000;
/** A wait of twenty seconds for an answer lasts one. */
const hurry = 20;
/** Milliseconds: longer than such a wait. */
const late = 1_300;
const stories: readonly StoryName[] = ['is kept', 'is restored', 'comes back at its deadline'];
const ids = ['1', '2', '3', '4'].map((digit) => `f1f5d9a0-6c3e-4f0f-9d43-0d1b4f0f9d4${digit}`);

/**
 * Kills processes that apply, keep and restore, each at a moment of its own, and starts anew: whatever is said then has
 * to be so, and in the end the target holds one of the two documents, to the letter.
 *
 * @throws Violation with the seed and the step.
 */
export const torture = async (
  { seed, times }: { seed: number; times: number },
  onKill: (line: string) => void = () => {},
): Promise<TortureFigures> => {
  const random = randomFrom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'companion-torture-'));
  const worker = await bundled(folder);
  const casdoor = await startEmbeddedCasdoor({ origin: (port) => `http://127.0.0.1:${port}` });
  const at = (index: number) => ({ targetId: ids[index] ?? '', delay: 4 });
  const grounds = await Promise.all([
    miniorangeGround('flat', at(0)),
    miniorangeGround('several', at(1)),
    atlassianDcGround(casdoor, at(2)),
    casdoorGround(casdoor, at(3)),
  ]);
  const figures: TortureFigures = { seed, kills: 0, metAt: {}, ends: {}, targets: {}, troubles: {}, personNeeded: 0 };
  const torturer = new Torturer({ random, folder, worker, figures, times, onKill });
  try {
    for (let round = 0; figures.kills < times; round += 1) {
      const ground = grounds[Math.floor(random() * grounds.length)];
      if (ground) await torturer.round(ground, round);
    }
    return figures;
  } finally {
    torturer.end();
    for (const ground of grounds) await ground.close();
    await casdoor.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** As one file: a process that is killed after a tenth of a second must not need two to be loaded. */
const bundled = async (folder: string): Promise<string> => {
  const outfile = join(folder, 'worker.cjs');
  await build({
    entryPoints: [join(__dirname, 'worker.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  });
  return outfile;
};

const count = (counts: Record<string, number>, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1;
};

type Given = {
  random: () => number;
  folder: string;
  worker: string;
  figures: TortureFigures;
  times: number;
  onKill: (line: string) => void;
};

class Torturer {
  readonly #given: Given;
  /** Milliseconds that each story takes on each target when nobody stops it, as far as was seen. */
  readonly #lasts = new Map<string, number>();
  #ahead = 0;
  #child: ChildProcess | null = null;

  constructor(given: Given) {
    this.#given = given;
  }

  end(): void {
    this.#child?.kill('SIGKILL');
  }

  /** One apply: it is killed, started anew, perhaps killed again, and looked after until it has ended. */
  async round(ground: Ground, number: number): Promise<void> {
    const { random, figures } = this.#given;
    const round = await ground.begin(random);
    const story = stories[Math.floor(random() * stories.length)] ?? 'is kept';
    const trouble = befall(ground, random);
    const where = `seed ${figures.seed}, round ${number}: ${ground.name}, an apply that ${story}, ${trouble}`;
    count(figures.targets, ground.name);
    count(figures.troubles, trouble);

    await this.#killed(ground, round, story, where);
    if (random() < 0.3) ground.meddle();
    const healsAfter = Math.floor(random() * 3);
    let view = await this.#lookedAfter(ground, round, where, true);
    for (let start = 0; view && isOpen(view.step); start += 1) {
      if (start === 60) throw new Violation(`${where}: it never ends.`);
      if (start === healsAfter) heal(ground);
      if (view.step === 'stuck') {
        heal(ground);
        view = await this.#person(ground, round, where);
        continue;
      }
      this.#ahead += Math.max(0, Date.parse(view.dueAt ?? '') - Date.now() - this.#ahead);
      if (random() < 0.4 && figures.kills < this.#given.times)
        await this.#killed(ground, round, 'is looked after', where);
      view = await this.#lookedAfter(ground, round, where, false);
    }
    heal(ground);
    // Whatever is still on its way has arrived by then.
    this.#ahead += 60 * minute;
    const holds = round.truth();
    if (view === null && holds !== 'old') throw new Violation(`${where}: nothing had begun, and it holds ${holds}.`);
    if (view) this.#expectTrue(view, round, where);
    if (holds === 'neither') throw new Violation(`${where}: it has ended, and holds neither of the two.`);
    count(figures.ends, view?.step ?? 'nothing begun');
    round.ended();
  }

  /** A process of its own that tells a story, and is killed at some moment of it. */
  async #killed(ground: Ground, { spec }: Round, story: StoryName, where: string): Promise<void> {
    const { random, folder, worker, figures } = this.#given;
    const isLate = ground.proxy.fault.kind === 'arrives-late' || ground.proxy.fault.kind === 'answers-late';
    const given: ProcessSpec = {
      folder,
      targetId: ground.targetId,
      target: spec,
      story,
      ahead: this.#ahead,
      hurry,
      settles: isLate ? late : 0,
    };
    const child = spawn(process.execPath, [worker, JSON.stringify(given)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_PATH: join(process.cwd(), 'node_modules') },
    });
    this.#child = child;
    const closed = once(child, 'close');
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.value !== 'begins') throw new Violation(`${where}: a process could not begin.`);
    const begun = performance.now();
    const key = `${ground.name} ${story} ${ground.proxy.fault.kind}`;
    const ended = lines.next().then(({ done }) => {
      if (!done) this.#lasts.set(key, Math.max(this.#lasts.get(key) ?? 0, performance.now() - begun));
    });
    // Until it has been seen once, it is killed after its end: how long it takes is not known.
    const lasts = this.#lasts.get(key);
    const after = lasts === undefined ? null : random() * lasts * 1.15;
    if (after === null) await Promise.race([ended, closed]);
    else await sleep(after);
    child.kill('SIGKILL');
    await closed;
    // What it had sent arrives all the same.
    await ground.proxy.quiet();
    this.#ahead += story === 'comes back at its deadline' ? 11 * minute : 0;
    figures.kills += 1;
    this.#given.onKill(
      `${figures.kills} ${where}: killed after ${after === null ? 'its end' : `${after.toFixed(0)} ms`}`,
    );
  }

  /** A new start: it does what is due, and what it says is so. Null where there is nothing to look after. */
  async #lookedAfter(ground: Ground, round: Round, where: string, isFirst: boolean): Promise<ApplyView | null> {
    const before = this.#newest.get(ground.targetId) ?? null;
    const found = await this.#at(ground, round, null, ({ engine }) => engine.recover());
    // What arrives late does so after it has looked: what it says was so then.
    const canBeHeld = ground.proxy.fault.kind !== 'arrives-late';
    await ground.proxy.quiet();
    // The one from the round before: this one had not begun.
    if (!found || (isFirst && found.view.id === before)) {
      if (isFirst) count(this.#given.figures.metAt, 'nothing');
      return null;
    }
    const { view, inForce } = found;
    this.#newest.set(ground.targetId, view.id);
    if (isFirst) count(this.#given.figures.metAt, view.step);
    const holds = round.truth();
    if (canBeHeld && inForce !== null && inForce !== 'unknown' && inForce !== holds)
      throw new Violation(`${where}: it says ${inForce} and holds ${holds}, ${told(view)}.`);
    this.#expectTrue(view, round, where);
    return view;
  }
  readonly #newest = new Map<string, string>();

  /** A person looks at what is there, and has the old settings put back over it. */
  async #person(ground: Ground, round: Round, where: string): Promise<ApplyView> {
    const holds = round.truth();
    const restored = await this.#at(ground, round, 'ada', async ({ engine }) => {
      const found = await engine.recover();
      if (!found) return null;
      const { id, inForce, entries } = found.view;
      if (holds !== 'neither' || inForce !== 'neither')
        throw new Violation(
          `${where}: it needs a person, says ${inForce} and holds ${holds}: ${entries.at(-1)?.message}`,
        );
      const pressed = await engine.restore(id, null);
      return pressed?.kind === 'differs' ? engine.restore(id, pressed.fingerprint) : pressed;
    });
    if (restored?.kind !== 'done' || restored.view.step !== 'restored')
      throw new Violation(
        `${where}: a person could not restore it (${restored?.kind}${restored?.kind === 'done' ? `, ${told(restored.view)}, ${restored.view.entries.at(-1)?.message}` : ''}).`,
      );
    this.#given.figures.personNeeded += 1;
    return restored.view;
  }

  #at<T>(ground: Ground, { spec }: Round, who: string | null, act: Parameters<typeof inProcess<T>>[2]): Promise<T> {
    const { folder } = this.#given;
    const given: ProcessSpec = {
      folder,
      targetId: ground.targetId,
      target: spec,
      story: 'is looked after',
      ahead: this.#ahead,
      hurry,
      settles: 0,
    };
    return inProcess(given, who, act);
  }

  #expectTrue(view: ApplyView, round: Round, where: string): void {
    const says = saysOld.includes(view.step) ? 'old' : saysNew.includes(view.step) ? 'new' : null;
    const holds = round.truth();
    if (says !== null && says !== holds) throw new Violation(`${where}: ${told(view)}, and it holds ${holds}.`);
  }
}

const saysOld: readonly ApplyStep[] = ['restored', 'not-written'];
const saysNew: readonly ApplyStep[] = ['verified', 'waiting', 'kept'];
const told = ({ entries }: ApplyView): string => `its journal tells ${entries.map(({ step }) => step).join(' ')}`;

/** One thing goes wrong in most rounds, in the target or on the way to it. */
const befall = (ground: Ground, random: () => number): string => {
  const kind = random();
  if (kind < 0.4) return 'well';
  const inside = kind < 0.65 ? ground.trouble(random) : null;
  if (inside !== null) return inside;
  const faults: Fault[] = [
    { kind: 'arrives-late', by: late },
    { kind: 'answers-late', by: late },
    { kind: 'dies-before' },
    { kind: 'dies-after' },
  ];
  ground.proxy.fault = faults[Math.floor(random() * faults.length)] ?? { kind: 'none' };
  return ground.proxy.fault.kind;
};

const heal = (ground: Ground): void => {
  ground.heal();
  ground.proxy.fault = { kind: 'none' };
};
