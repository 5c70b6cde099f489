import type { DryRunProgress } from '../../../../src/contract/dry-run';
import { counted, countOf } from '../../parts/numbers';

/** What a run does now, as a heading. */
export const titleOf = (progress: DryRunProgress | null, product: string): string => {
  switch (progress?.phase) {
    case undefined:
    case 'opening':
      return 'Opening the directory';
    case 'reading':
      return progress?.accounts ? 'Reading both directories' : 'Reading the directory';
    case 'matching':
      return `Matching people with the accounts in ${product}`;
    case 'writing':
      return 'Writing down the result';
  }
};

type Amount = { read: number; total: number | null; perSecond: number };

/** "1,960 a second, about 10 seconds left"; what is not known is left out. */
export const timeLeftOf = ({ read, total, perSecond }: Amount): string => {
  const speed = Math.round(perSecond);
  if (speed < 1) return '';
  const told = `${countOf(speed)} a second`;
  return total === null ? told : `${told}, ${aboutOf((total - read) / perSecond)} left`;
};

/** A span in the words of an estimate: "about 10 seconds", "about 4 minutes", "about 3 hours". */
export const aboutOf = (seconds: number): string => {
  if (seconds < 2) return 'a moment';
  if (seconds < 90) {
    const step = seconds < 20 ? 1 : 10;
    return `about ${counted(Math.ceil(seconds / step) * step, 'second', 'seconds')}`;
  }
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${counted(minutes, 'minute', 'minutes')}`;
  return `about ${counted(Math.round(minutes / 60), 'hour', 'hours')}`;
};

/** "2 seconds ago". */
export const agoOf = (iso: string, now: number): string => {
  const seconds = Math.max(0, Math.round((now - Date.parse(iso)) / 1000));
  if (seconds < 1) return 'just now';
  return seconds < 90
    ? `${counted(seconds, 'second', 'seconds')} ago`
    : `${counted(Math.round(seconds / 60), 'minute', 'minutes')} ago`;
};

/** "in 25 seconds", "in 12 minutes". */
export const lastedOf = (milliseconds: number): string => {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} ${seconds.toFixed(1) === '1.0' ? 'second' : 'seconds'}`;
  if (seconds < 120) return counted(Math.round(seconds), 'second', 'seconds');
  return counted(Math.round(seconds / 60), 'minute', 'minutes');
};
