import * as v from 'valibot';
import { failed, succeeded } from '../contract/result';
import { runId } from '../runs/runs';
import { targetId } from '../store/shapes';
import type { Asked, Calls } from './call';
import { examine } from './examine';
import { withoutTarget } from './panel-state';

const noRun = () => failed('not-found', 'There is no such check, or it is too old to be kept.', { field: 'run' });
const onlyOneRun = v.strictObject({ run: runId });

/** The checks of all steps: started, polled, cancelled, copied. */
export const checkCalls: Calls<'check' | 'run' | 'cancel' | 'copyReport'> = {
  check: {
    payload: v.strictObject({
      run: runId,
      target: v.nullable(targetId),
      only: v.nullable(v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.minLength(1), v.maxLength(200))),
    }),
    answer: async (asked, { run, target, only }) => {
      const unknown = only && (await unknownAmong(only));
      if (unknown) return failed('refused', 'One of the checks that were asked for does not exist.', { field: 'only' });
      const { work, isPartial } = await examine(asked, target, only);
      const subject = target ?? withoutTarget;
      return succeeded(await asked.runs.work({ id: run, kind: 'check', subject, isPartial }, work));
    },
  },
  run: { payload: onlyOneRun, answer: async (asked, { run }) => viewed(await asked.runs.view(run)) },
  cancel: { payload: onlyOneRun, answer: async (asked, { run }) => viewed(await asked.runs.cancel(run)) },
  copyReport: {
    payload: onlyOneRun,
    answer: async (asked, { run }) => {
      const found = await asked.runs.view(run);
      if (!found) return noRun();
      if (!found.result) return failed('refused', 'This check has no result that could be copied.', { field: 'run' });
      const { reportMarkdown } = await import('../checks/report-markdown');
      return succeeded({ markdown: reportMarkdown(found.result) });
    },
  },
};

/** Nothing was looked at where no check has the id: that must not pass for an answer. */
const unknownAmong = async (ids: readonly string[]): Promise<boolean> => {
  const { catalogue } = await import('../checks/catalogue');
  return ids.some((id) => !catalogue.some((check) => check.id === id));
};

const viewed = (view: Awaited<ReturnType<Asked['runs']['view']>>) => (view ? succeeded(view) : noRun());
