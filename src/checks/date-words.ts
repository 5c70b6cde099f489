const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const day = 86_400_000;

/** A day in UTC, such as "6 Dec 2026". `iso` is an ISO 8601 time; one that cannot be read is given back as it is. */
export const dayOf = (iso: string): string => {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
};

/** Days of the calendar in UTC from one ISO 8601 time to another: 0 on the same day, negative where it is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.floor(Date.parse(to) / day) - Math.floor(Date.parse(from) / day);

/** Milliseconds as seconds with one decimal, such as "2.4". */
export const secondsOf = (milliseconds: number): string => (milliseconds / 1000).toFixed(1);

/** How long something was waited for, such as "31 milliseconds" or "8.0 seconds". */
export const waitOf = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} milliseconds` : `${secondsOf(milliseconds)} seconds`;

/** A stretch of time in its largest fitting unit, such as "90 seconds", "12 minutes" or "3 days". */
export const stretchOf = (milliseconds: number): string => {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
};
