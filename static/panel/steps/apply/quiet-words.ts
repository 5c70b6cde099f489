import type { ApplyStep, ApplyView } from '../../../../src/contract/apply';
import { exactTimeOf } from '../../parts/moment';

/** Milliseconds: most plugins have answered by then. */
const quietAfter = 10_000;

/** Nothing has gone out to the plugin in these. */
const unsent: readonly ApplyStep[] = ['begun', 'read', 'planned', 'guarded', 'backed-up'];

/**
 * What is known where nothing was noted for a while: the plugin is slow, or whoever was at work has ended. Null as long
 * as it goes on.
 *
 * @param now Milliseconds since the epoch.
 */
export const quietWords = (
  { entries, step, dueAt }: Pick<ApplyView, 'entries' | 'step' | 'dueAt'>,
  called: string,
  now: number,
): string | null => {
  const last = entries.at(-1);
  if (!last || now - Date.parse(last.at) < quietAfter) return null;
  const then = dueAt === null ? 'soon' : `at ${exactTimeOf(dueAt)} at the latest`;
  const since = `Nothing more was noted since ${exactTimeOf(last.at)}.`;
  return unsent.includes(step)
    ? `${since} Nothing was sent yet: ${called} holds the old settings. Unless it goes on, it is given up ${then}.`
    : `${since} Which settings ${called} holds is not known. It is read again ${then}, and what was begun is finished or undone.`;
};
