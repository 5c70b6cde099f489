import { join } from 'node:path';
import * as v from 'valibot';
import { openDataFolder } from '../../../local/host/data-folder';
import { startForgeHost } from '../../../local/host/forge-runtime';
import { makeLocalVantage } from '../../../local/vantage/local-vantage';
import { backupsIn } from '../../../src/apply/backups';
import { type ApplyEngine, applyEngine } from '../../../src/apply/engine';
import { journalIn } from '../../../src/apply/journal';
import type { Place } from '../../../src/store/place';
import { type TargetSpec, targetSpec, withTarget } from './tortured-target';

export const storyNames = ['is kept', 'is restored', 'comes back at its deadline', 'is looked after'] as const;
export type StoryName = (typeof storyNames)[number];

/** All that a process is told. */
export const processSpec = v.object({
  folder: v.string(),
  targetId: v.string(),
  target: targetSpec,
  story: v.picklist(storyNames),
  /** Milliseconds that its clock is ahead of the computer's. */
  ahead: v.number(),
  /** How much sooner than it says a wait for an answer ends: twenty seconds each would last all day. */
  hurry: v.number(),
  /** Milliseconds until whatever it has sent has arrived: time does not pass before that. */
  settles: v.number(),
});
export type ProcessSpec = v.InferOutput<typeof processSpec>;

/** Of one process: its time, and what it works with. */
export type AtWork<D, W> = {
  engine: ApplyEngine<D, W>;
  wanted: W;
  now: () => Date;
  pass: (milliseconds: number) => void;
};

/** Opens the data folder as any process does, and works on the target with the engine. `who` null: nobody asked for it. */
export const inProcess = async <T>(
  spec: ProcessSpec,
  who: string | null,
  act: <D, W>(at: AtWork<D, W>) => Promise<T>,
): Promise<T> => {
  const { folder, targetId, target, hurry } = spec;
  let { ahead } = spec;
  const now = () => new Date(Date.now() + ahead);
  const data = await openDataFolder({ data: join(folder, 'data'), keyFile: join(folder, 'keys', 'keys.json') });
  const host = startForgeHost({
    keyValues: data.keyValues,
    answerProduct: async () => new Response(null, { status: 404 }),
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
  const vantage = makeLocalVantage({ environment: {} });
  const place: Place = { product: 'jira', who: who ?? '', account: who, now };
  try {
    return await host.inside(
      () =>
        withTarget(target, vantage, (of, wanted) =>
          act({
            engine: applyEngine({
              target: of,
              targetId,
              called: calledOf(target),
              product: 'jira',
              journal: journalIn(place),
              backups: backupsIn(place),
              clock: { now, limit: (milliseconds) => AbortSignal.timeout(milliseconds / hurry) },
              who: who === null ? null : { name: who, account: who },
            }),
            wanted,
            now,
            pass: (milliseconds) => {
              ahead += milliseconds;
            },
          }),
        ),
      { product: 'jira', installation: 'one' },
    );
  } finally {
    await vantage.close();
    host.close();
    await data.close();
  }
};

const calledOf = ({ kind }: TargetSpec): string => `the ${kind} of this test`;
