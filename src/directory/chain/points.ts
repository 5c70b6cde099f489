import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { keyIn, type Place } from '../../store/place';
import { isKeyConflict } from '../../store/versions';

/**
 * What all runs of one installation may spend in an hour, in each product. Jira grants an app 65,000 points an hour for
 * all of its tenants together, so that nobody takes more than a third.
 */
export const pointsAnHour = 20_000;
/** A request costs one, and each user or group in its answer two more. */
const pointsARequest = 1;
const pointsAnObject = 2;

/** What a request costs whose answer holds so many users or groups. */
export const costOf = (objects: number): number => pointsARequest + objects * pointsAnObject;

/** The store has no compare-and-set: an hour is cut into shares, each of which one taker alone can make. */
const share = 500;
const shares = pointsAnHour / share;
const hour = 3_600_000;
const ttl = { value: 2, unit: 'HOURS' } as const;

const pause = v.object({ until: v.number() });

export type Points = {
  /** Null: they may be spent. Else milliseconds since 1970: not before then. */
  take: (points: number) => Promise<number | null>;
  /** What was taken and turned out not to be needed; it serves the next request of this same taker. */
  giveBack: (points: number) => void;
  /** The product asks everybody to wait, until a moment in milliseconds since 1970. */
  waitUntil: (moment: number) => Promise<void>;
};

/**
 * The points of this hour, shared with whoever else reads accounts of this product. What one taker has left of its last
 * share when it ends is lost, so that no two ever count on the same points.
 */
export const pointsOf = (place: Pick<Place, 'product' | 'now'>): Points => {
  let left = 0;
  let leftOf = -1;
  /** Of this hour, the first share that may be free. */
  let next = 0;
  const pauseKey = keyIn(place, 'points', 'pause');
  const takeShare = async (number: number): Promise<boolean> => {
    while (next < shares) {
      const at = next;
      next += 1;
      try {
        await kvs.set(keyIn(place, 'points', number, at), 1, { keyPolicy: 'FAIL_IF_EXISTS', ttl });
        return true;
      } catch (error) {
        if (!isKeyConflict(error)) throw error;
      }
    }
    return false;
  };
  return {
    take: async (points) => {
      if (points > pointsAnHour) throw new RangeError('An hour has fewer points than that.');
      const now = place.now().getTime();
      const asked = await kvs.get<unknown>(pauseKey);
      if (asked !== undefined) {
        const { until } = v.parse(pause, asked);
        if (until > now) return until;
      }
      const number = Math.floor(now / hour);
      if (number !== leftOf) {
        left = 0;
        next = 0;
        leftOf = number;
      }
      while (left < points) {
        if (!(await takeShare(number))) return (number + 1) * hour;
        left += share;
      }
      left -= points;
      return null;
    },
    giveBack: (points) => {
      left += points;
    },
    waitUntil: async (moment) => {
      const asked = await kvs.get<unknown>(pauseKey);
      if (asked !== undefined && v.parse(pause, asked).until >= moment) return;
      await kvs.set(pauseKey, { until: moment }, { ttl });
    },
  };
};

/** Headers of an answer by their names in lower case. */
type Headers = Readonly<Record<string, string>>;

/**
 * What Jira says of the points that are left: `Beta-RateLimit: "tenant-app-quota";r=17842;t=2107`, points and seconds
 * until there are new ones (draft-ietf-httpapi-ratelimit-headers). Of several the fewest; null where it says nothing.
 */
export const pointsLeft = (headers: Headers): { points: number; seconds: number } | null => {
  const text = headers.ratelimit ?? headers['beta-ratelimit'] ?? '';
  const told = text.split(',').flatMap((one) => {
    const points = /;\s*r=(\d+)/.exec(one)?.[1];
    const seconds = /;\s*t=(\d+)/.exec(one)?.[1];
    return points === undefined || seconds === undefined
      ? []
      : [{ points: Number(points), seconds: Math.min(Number(seconds), hour / 1000) }];
  });
  return told.sort((one, other) => one.points - other.points)[0] ?? null;
};
