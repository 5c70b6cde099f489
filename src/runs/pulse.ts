/** How often a worker writes its progress and looks for the cancel mark, milliseconds. */
export const beat = 700;

/**
 * Calls `act` at once and then one beat after each time it has ended; `stop` waits for the one under way. A beat that
 * fails is no reason to lose the work: the next one may reach the store again.
 */
export const startPulse = (act: () => Promise<void>): { stop: () => Promise<void> } => {
  let isOver = false;
  let wake = () => {};
  const loop = async () => {
    while (!isOver) {
      await act().catch(() => {});
      if (isOver) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, beat);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const ended = loop();
  return {
    stop: async () => {
      isOver = true;
      wake();
      await ended;
    },
  };
};
