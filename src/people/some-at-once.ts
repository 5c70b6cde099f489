/**
 * Does something for each, some at a time and in no certain order.
 *
 * @param act Answers `stop` where it would fail for the others too: none of them is begun with any more.
 */
export const someAtOnce = async <T>(
  all: readonly T[],
  atOnce: number,
  act: (one: T, at: number) => Promise<'on' | 'stop'>,
): Promise<void> => {
  const queue = [...all.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      if ((await act(next[1], next[0])) === 'stop') queue.length = 0;
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, work));
};
