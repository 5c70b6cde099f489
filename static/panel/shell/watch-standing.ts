import { timeOf } from '../parts/moment';
import { counted } from '../parts/numbers';
import type { Meaning } from '../parts/verdict-words';
import { fieldsOff, openEvents, watchWords } from '../steps/watch/watch-words';
import type { Watch } from '../use-watch';

type Standing = { of: Meaning | null; text: string };

/** How what was applied stands by the last look; null where nothing was. */
export const standingOfWatch = ({ state, doing }: Pick<Watch, 'state' | 'doing'>): Standing | null => {
  if (!state?.since) return null;
  if (doing === 'look' || state.isLooking) return { of: 'running', text: 'Looking' };
  const last = state.looks.at(-1);
  if (!last) return { of: 'not-yet', text: 'Not looked at yet' };
  const { of } = watchWords(state);
  const fields = fieldsOff(state);
  if (of === 'blocker') return { of, text: 'Broken' };
  if (fields > 0) return { of, text: counted(fields, 'field differs', 'fields differ') };
  const serious = openEvents(state).filter(({ severity }) => severity === 'serious').length;
  if (serious > 0) return { of, text: `${serious} serious` };
  if (last.failure && last.compared.length === 0) return { of, text: 'Nothing was seen' };
  const unseen = state.parts.filter(({ isCompared, why }) => !isCompared || why !== null).map(({ thing }) => thing);
  if (of === 'not-yet' && unseen.includes('plugin')) return { of, text: 'Plugin not looked at' };
  if (of === 'not-yet' && unseen.includes('application')) return { of, text: 'Application not compared' };
  if (of === 'not-yet') return { of, text: 'Not looked at since' };
  return { of, text: `As applied, ${timeOf(last.at)}` };
};
