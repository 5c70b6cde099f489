/** Writes a moment in one way. Made at the first use: one takes milliseconds, and the first screen needs none. */
const written = (options: Intl.DateTimeFormatOptions): ((at: Date) => string) => {
  let format: Intl.DateTimeFormat | undefined;
  return (at) => {
    format ??= new Intl.DateTimeFormat('en-GB', options);
    return format.format(at);
  };
};
const dayAndTime = written({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const time = written({ hour: '2-digit', minute: '2-digit' });
const timeWithSeconds = written({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = written({ day: 'numeric', month: 'short', year: 'numeric' });
const dayAndMonth = written({ day: 'numeric', month: 'short' });

/** "24 Nov, 14:02", in the reader's zone. */
export const whenOf = (iso: string): string => dayAndTime(new Date(iso));

/** "14:02" for today, else with its day. */
export const timeOf = (iso: string, now = new Date()): string => {
  const at = new Date(iso);
  return at.toDateString() === now.toDateString() ? time(at) : dayAndTime(at);
};

/** "14:02:11" for today, else with its day. */
export const exactTimeOf = (iso: string, now = new Date()): string => {
  const at = new Date(iso);
  return at.toDateString() === now.toDateString() ? timeWithSeconds(at) : dayAndTime(at);
};

/** Within a sentence: "at 14:02" for today, else "on 21 Nov". */
export const thenOf = (iso: string, now = new Date()): string => {
  const at = new Date(iso);
  return at.toDateString() === now.toDateString() ? `at ${time(at)}` : `on ${dayAndMonth(at)}`;
};

/** "24 Nov". */
export const dateOf = (iso: string): string => dayAndMonth(new Date(iso));

/** "6 Dec 2026". */
export const dayOf = (iso: string): string => day(new Date(iso));

/** "3.1 seconds". */
export const secondsOf = (milliseconds: number): string => {
  if (milliseconds < 100) return 'less than 0.1 seconds';
  const seconds = (milliseconds / 1000).toFixed(1);
  return seconds === '1.0' ? '1.0 second' : `${seconds} seconds`;
};
