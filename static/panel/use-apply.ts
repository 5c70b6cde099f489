import { useCallback, useMemo, useState } from 'react';
import type { ApplyState, WayBack } from '../../src/contract/apply-calls';
import type { AnswerOf, PanelCall, PanelState, PayloadOf, TargetView } from '../../src/contract/panel-calls';
import type { Result } from '../../src/contract/result';
import { goesOn } from './apply-goes-on';
import { call } from './bridge';
import { useWatched, type Watched } from './use-watched';

type Doing =
  | 'access'
  | 'replaced-secret'
  | 'forget-access'
  | 'way-back'
  | 'write'
  | 'keep'
  | 'restore'
  | 'leave'
  | 'look'
  | 'delete-backup'
  | 'came-in';

type Without<Call extends PanelCall> = Omit<PayloadOf<Call>, 'target'>;

/** What was written into the plugin, what is being written, and what may be ordered. One for the whole panel. */
export type Apply = Pick<Watched<ApplyState, Doing>, 'state' | 'doing' | 'failure' | 'failedDoing' | 'refresh'> & {
  /** Whether they were saved. */
  saveAccess: (access: Without<'savePluginAccess'>) => Promise<boolean>;
  /** The client secret that stands in a plugin which does not show it. */
  saveReplacedSecret: (secret: string) => Promise<boolean>;
  forgetAccess: () => Promise<boolean>;
  /** Null where nothing came back; `failure` says why. */
  proveWayBack: (account: Without<'proveWayBack'>) => Promise<WayBack | null>;
  /** Orders the write. What comes of it stands in `state.order`, then in `state.newest`. */
  start: (order: Without<'startApply'>) => Promise<boolean>;
  keep: (apply: string) => Promise<void>;
  /** @param shown Fingerprint of what was shown of a target that holds something else than was applied. */
  restore: (apply: string, shown: string | null) => Promise<void>;
  leave: (apply: string) => Promise<void>;
  /** Looks after the newest apply now: does what is due, and tells what is in force. */
  look: () => Promise<void>;
  deleteBackup: (apply: string) => Promise<boolean>;
  /** Asks the product who came in. It is asked again and again, so that `failure` says nothing of it. */
  lookWhoCameIn: (apply: string) => Promise<Result<Pick<Told, 'isTold' | 'why'>>>;
  sayWhoCameIn: (apply: string, user: string) => Promise<boolean>;
  /** Fields that would be written, by the plan that was shown last; null where none was made since something changed. */
  planned: number | null;
  /** Says how many fields a plan of what is saved has. */
  notePlanned: (fields: number) => void;
};

type Told = Extract<AnswerOf<'lookWhoCameIn'>, { ok: true }>['value'];

type Options = {
  state: PanelState;
  target: TargetView | null;
  announce: (sentence: string) => void;
};

const look = (target: string) => call('applyState', { target });

/** What is written into the target's plugin; an outcome and an end are said once. */
export const useApply = ({ state: panel, target, announce }: Options): Apply => {
  const onChange = useCallback(
    (before: ApplyState | undefined, next: ApplyState) => {
      if (!before) return;
      void import('./steps/apply/after/after-words').then(({ newsOf }) => {
        const news = newsOf(before, next);
        if (news !== null) announce(news);
      });
    },
    [announce],
  );
  const watched = useWatched<ApplyState, Doing>({
    from: panel.place.from,
    target,
    look,
    isGoingOn: goesOn,
    onChange,
    announce,
  });
  const [noted, setNoted] = useState<{ of: string; fields: number } | null>(null);
  const of = `${target?.id} ${target?.changedAt} ${watched.state?.newest?.id} ${watched.state?.newest?.step}`;
  const planned = noted?.of === of ? noted.fields : null;
  const notePlanned = useCallback((fields: number) => setNoted({ of, fields }), [of]);
  return useMemo(() => {
    const { state, doing, failure, failedDoing, refresh, act, take } = watched;
    const isDone = async (what: Doing, ask: (of: string) => Promise<Result<ApplyState>>): Promise<boolean> => {
      let wasDone = false;
      await act(what, async (of) => {
        const answer = await ask(of);
        wasDone = answer.ok;
        return answer;
      });
      return wasDone;
    };
    return {
      state,
      doing,
      failure,
      failedDoing,
      refresh,
      planned,
      notePlanned,
      saveAccess: (access) => isDone('access', (of) => call('savePluginAccess', { target: of, ...access })),
      saveReplacedSecret: (secret) =>
        isDone('replaced-secret', (of) => call('savePluginSecret', { target: of, secret })),
      forgetAccess: () => isDone('forget-access', (of) => call('forgetPluginAccess', { target: of })),
      proveWayBack: async (account) => {
        let wayBack: WayBack | null = null;
        await act('way-back', async (of) => {
          const answer = await call('proveWayBack', { target: of, ...account });
          if (!answer.ok) return answer;
          wayBack = answer.value.wayBack;
          return { ok: true, value: answer.value.state };
        });
        return wayBack;
      },
      start: (order) => isDone('write', (of) => call('startApply', { target: of, ...order })),
      keep: (apply) => act('keep', (of) => call('keepApply', { target: of, apply })),
      restore: (apply, shown) => act('restore', (of) => call('restoreApply', { target: of, apply, shown })),
      leave: (apply) => act('leave', (of) => call('leaveApply', { target: of, apply })),
      look: () => act('look', (of) => call('lookAtApply', { target: of })),
      deleteBackup: (apply) => isDone('delete-backup', (of) => call('deleteApplyBackup', { target: of, apply })),
      lookWhoCameIn: async (apply) => {
        const answer = await call('lookWhoCameIn', { target: target?.id ?? '', apply });
        if (answer.ok) take(() => answer.value.state);
        return answer;
      },
      sayWhoCameIn: (apply, user) => isDone('came-in', (of) => call('sayWhoCameIn', { target: of, apply, user })),
    };
  }, [watched, target, planned, notePlanned]);
};
