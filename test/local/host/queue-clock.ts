import type { QueueClock } from '../../../local/host/event-queues';

/** A time of its own for queues: it stands still until it is moved on, so that hours take no time. */
export const queueClock = (start = Date.parse('2026-11-26T12:00:00Z')) => {
  let now = start;
  let waiting: { at: number; act: () => void }[] = [];
  const clock: QueueClock = {
    now: () => now,
    after: (milliseconds, act) => void waiting.push({ at: now + milliseconds, act }),
  };
  return {
    clock,
    now: () => now,
    /** Milliseconds. */
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    waiting: () => waiting.length,
    /** Goes from one event to the next until none waits, or until the time. Those of one moment come together. */
    run: async (idle: () => Promise<void>, until = Number.POSITIVE_INFINITY): Promise<void> => {
      for (;;) {
        await idle();
        const next = Math.min(...waiting.map(({ at }) => at));
        if (waiting.length === 0 || next > until) return;
        now = Math.max(now, next);
        const due = waiting.filter(({ at }) => at <= now);
        waiting = waiting.filter(({ at }) => at > now);
        for (const { act } of due) act();
      }
    },
  };
};
