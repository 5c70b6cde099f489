let format: Intl.NumberFormat | undefined;

/** "48,126". The format is made at the first use: it takes milliseconds, and the first screen needs none. */
export const countOf = (count: number): string => {
  format ??= new Intl.NumberFormat('en');
  return format.format(count);
};

/** "1 person", "48,126 people". */
export const counted = (count: number, one: string, many: string): string =>
  `${countOf(count)} ${count === 1 ? one : many}`;
