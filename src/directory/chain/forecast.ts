import type { DryRunForecast } from '../../contract/dry-run';
import { type Product, productNames } from '../../contract/target';
import { costOf, pointsAnHour } from './points';

/** What the forecast stands on, of the run before; null where it is not known. */
export type KnownOfChain = {
  product: Product;
  people: number | null;
  accounts: number | null;
  /** How long the run before took. */
  milliseconds: number | null;
  /** Whether the site's own interface is asked, whose points are counted. */
  asksOwnSite: boolean;
};

/** Users of one answer. */
const usersAPage = 1_000;
/** How many users of Jira an hour's points are good for. */
export const usersAnHour = Math.floor(pointsAnHour / costOf(usersAPage)) * usersAPage;

/**
 * How long a chain will take. The points decide it where they are counted: what an hour grants is spent in minutes, then
 * the next hour is waited for. Members of groups cost as much, and how many there are nobody knows beforehand but by the
 * run before.
 */
export const forecastOfChain = (known: KnownOfChain): DryRunForecast => {
  const { product, people, accounts, milliseconds, asksOwnSite } = known;
  const before = milliseconds === null ? null : Math.round(milliseconds / 1000);
  if (!asksOwnSite) return { people, seconds: before, note: null };
  const name = productNames[product];
  const rule = `Atlassian counts 2 points for each user and each member of a group of ${name}, and this app spends at most ${count(pointsAnHour)} points an hour`;
  if (accounts === null)
    return {
      people,
      seconds: null,
      note: `${rule}: more than ${count(usersAnHour)} of them take longer than an hour. It then waits for the next hour and goes on by itself.`,
    };
  const points = accounts * 2 + Math.ceil(accounts / usersAPage);
  const hours = Math.max(0, Math.ceil(accounts / usersAnHour) - 1);
  const seconds = Math.max(hours * 3600, before ?? 0);
  const long = hours === 0 ? 'no waiting' : hours === 1 ? 'about 1 hour of waiting' : `about ${hours} hours of waiting`;
  return {
    people,
    seconds,
    note: `${rule}. The ${count(accounts)} users of the dry run before come to ${count(points)} points, which is ${long}.`,
  };
};

const count = (number: number): string => number.toLocaleString('en-US');
