import { createInterface } from 'node:readline/promises';

/** Questions to whoever sits at the terminal. */
export type Questions = {
  /** Null where it was broken off. */
  ask: (question: string, signal: AbortSignal) => Promise<string | null>;
};

/** Null in a pipe: nobody sits there, and whatever comes is no answer. */
export const questionsAt = (input: NodeJS.ReadStream, output: NodeJS.WriteStream): Questions | null => {
  if (input.isTTY !== true || output.isTTY !== true) return null;
  return {
    ask: async (question, signal) => {
      const lines = createInterface({ input, output });
      // Whoever presses Ctrl-C here means the command, which listens to the signal itself.
      lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      try {
        return await lines.question(question, { signal });
      } catch {
        return null;
      } finally {
        lines.close();
      }
    },
  };
};
