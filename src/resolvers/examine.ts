import type { Report } from '../contract/report';
import { askedAreas } from '../diagnosis/given';
import type { Work } from '../runs/runs';
import type { Asked } from './call';
import { casdoorOf } from './casdoor-of';
import { changedAt } from './changed-at';
import { givenOf } from './given-of';
import { withoutTarget } from './panel-state';

export type Examination = {
  work: (work: Work) => Promise<Report>;
  /** Its report holds some checks alone, and so must not stand for the newest of its subject. */
  isPartial: boolean;
};

/**
 * What a check of a target needs, read before the run is made, so that a refusal leaves no run behind. A null target:
 * the address alone.
 */
export const examine = async (
  asked: Asked,
  target: string | null,
  only: readonly string[] | null,
): Promise<Examination> => {
  const casdoor = await casdoorOf(asked, target);
  const given = await givenOf(asked, casdoor, target);
  const last = only === null ? null : await lastReport(asked, target);
  const isOld = last !== null && (await changedAt(asked, target)) >= last.at;
  // What was found of other settings says nothing of these: then everything is looked at.
  const wanted = isOld ? null : only;
  const into = isOld ? null : last;
  const work = async ({ signal, onProgress }: Work) => {
    // Loaded when asked for: a cold start waits for no catalogue, cryptography or protocol that this call does not need.
    const { diagnose } = await import('../diagnosis/diagnose');
    const vantage = casdoor.vantage();
    try {
      return await diagnose({
        given,
        secret: casdoor.secret,
        allowsHttp: casdoor.connection.allowsHttp,
        vantage,
        signal,
        onProgress,
        asked: askedAreas(given),
        only: wanted,
        into,
      });
    } finally {
      await vantage.close();
    }
  };
  return { work, isPartial: wanted !== null && into === null };
};

const lastReport = async ({ runs }: Asked, target: string | null): Promise<Report | null> =>
  (await runs.ofSubject(target ?? withoutTarget)).last?.result ?? null;
