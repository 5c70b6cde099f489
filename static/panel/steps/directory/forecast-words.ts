import type { DryRunForecast } from '../../../../src/contract/dry-run';
import { counted } from '../../parts/numbers';
import { aboutOf } from './running-words';

/** What is known of a run before it, as whole sentences. */
export const forecastOf = (forecast: DryRunForecast | null): string => {
  const { people = null, seconds = null, note = null } = forecast ?? {};
  const first =
    people === null
      ? 'How many people there are is known once the first page is read.'
      : `${counted(people, 'person', 'people')} in Casdoor.`;
  const then = seconds === null ? '' : `It takes ${aboutOf(seconds)}.`;
  return [first, then, note ?? ''].filter((part) => part !== '').join(' ');
};
