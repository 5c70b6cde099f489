import type { Page } from '@playwright/test';
import type { ApplyView } from '../../src/contract/apply';
import type { ApplyOrderView, ApplyOutcome, ApplyState, PersonSince } from '../../src/contract/apply-calls';
import type { PanelCall } from '../../src/contract/panel-calls';
import { failed, type Result, succeeded } from '../../src/contract/result';
import { stateOf } from '../panel/apply-views';

/**
 * A backend of the step Apply that says what a test wants: states that no plugin of this machine can be brought into
 * within a test's time. The panel, its bridge and all other calls are the real ones.
 */
export type ScriptedApply = {
  /** What the next look finds. */
  show: (state: ApplyState) => void;
  state: () => ApplyState;
  /** What comes of the next order, where that is not what the state says. */
  outcome: (outcome: ApplyOutcome) => void;
  /** Stops answering, or answers again. */
  hush: (isHushed: boolean) => void;
  /** Everybody who was noted; who of them differ is told. */
  people: (people: PersonSince[], total: number) => void;
  tells: (isTold: boolean, why: string | null) => void;
  /** What was asked, in order. */
  asked: { call: string; payload: Record<string, unknown> }[];
};

const orders: Partial<Record<PanelCall, ApplyOrderView['what']>> = {
  keepApply: 'keep',
  restoreApply: 'restore',
  leaveApply: 'look',
  lookAtApply: 'look',
};

export const scriptApply = async (page: Page, newest: ApplyView | null): Promise<ScriptedApply> => {
  let state = stateOf(newest);
  let outcome: ApplyOutcome = { kind: 'done' };
  let isHushed = false;
  let noted: { people: PersonSince[]; total: number } = { people: [], total: 0 };
  let telling: { isTold: boolean; why: string | null } = { isTold: true, why: null };
  const asked: ScriptedApply['asked'] = [];

  const answer = (call: PanelCall, payload: Record<string, unknown>): Result<unknown> | null => {
    const what = orders[call];
    if (what !== undefined) {
      const order = { id: `order-${asked.length}`, what, apply: String(payload.apply ?? newest?.id), who: 'alice' };
      state = { ...state, order: { ...order, at: new Date().toISOString(), outcome } };
      return succeeded(state);
    }
    switch (call) {
      case 'applyState':
        return succeeded(state);
      case 'lookWhoCameIn':
        return succeeded({ ...telling, state });
      case 'sayWhoCameIn':
        return failed('refused', `Jira has no account ${String(payload.user)}.`, { field: 'user' });
      case 'deleteApplyBackup':
        state = { ...state, history: state.history.map((view) => ({ ...view, backupUntil: null })) };
        return succeeded(state);
      case 'peopleSince': {
        const [from, count] = [Number(payload.from), Number(payload.count)];
        return succeeded({
          total: noted.total,
          administrators: 1,
          people: from === 0 ? noted.people : [],
          from,
          count,
        });
      }
      case 'putGroupsBack': {
        const put = noted.people.filter(({ isAdministrator }) => isAdministrator);
        return succeeded({
          isGiven: true,
          people: put.map((person) => ({ ...person, differences: [], losses: [] })),
        });
      }
      case 'planApply':
        return failed('refused', 'No plan is made in this test.');
      default:
        return null;
    }
  };

  await page.route('**/call', async (route) => {
    const { functionKey, payload } = route.request().postDataJSON() as {
      functionKey: PanelCall;
      payload: Record<string, unknown>;
    };
    const said = answer(functionKey, payload);
    if (said === null) return route.continue();
    asked.push({ call: functionKey, payload });
    const isSilent = isHushed && functionKey === 'applyState';
    await route.fulfill({ json: { value: isSilent ? failed('unexpected', 'Nobody answers.') : said } });
  });
  return {
    show: (next) => {
      state = next;
    },
    state: () => state,
    outcome: (next) => {
      outcome = next;
    },
    hush: (next) => {
      isHushed = next;
    },
    people: (people, total) => {
      noted = { people, total };
    },
    tells: (isTold, why) => {
      telling = { isTold, why };
    },
    asked,
  };
};
