/** Milliseconds after the last reason: many keys are deleted one batch after another. */
const pause = 1_000;

/** Does something once a while after it was asked for, however often; what is still to be done is done at the end. */
export const purging = (purge: () => Promise<void>) => {
  let timer: NodeJS.Timeout | null = null;
  let going = Promise.resolve();
  const start = () => {
    timer = null;
    // What could not be purged now is purged after the next reason.
    going = going.then(purge).catch(() => {});
  };
  return {
    soon: (): void => {
      clearTimeout(timer ?? undefined);
      timer = setTimeout(start, pause);
      timer.unref();
    },
    end: async (): Promise<void> => {
      if (timer !== null) {
        clearTimeout(timer);
        start();
      }
      await going;
    },
  };
};
