/** A number of the query, or what stands for it. */
export const numberOf = (url: URL, name: string, otherwise: number): number => {
  const value = Number(url.searchParams.get(name) ?? otherwise);
  return Number.isInteger(value) && value >= 0 ? value : otherwise;
};

/** One page; the product gives no more than `most` whatever is asked for. */
export const slice = <T>(url: URL, all: readonly T[], start: string, size: string, most: number): T[] => {
  const from = numberOf(url, start, 0);
  return all.slice(from, from + Math.min(most, numberOf(url, size, most)));
};
