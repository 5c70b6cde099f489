/** Arguments with some of them given otherwise: an option may be given once. */
export const givenInstead = (given: readonly string[], others: readonly string[]): string[] => {
  const named = new Set(others.filter((text) => text.startsWith('--')));
  let isDropped = false;
  const rest = given.filter((text) => {
    if (text.startsWith('--')) isDropped = named.has(text);
    return !isDropped;
  });
  return [...rest, ...others];
};
