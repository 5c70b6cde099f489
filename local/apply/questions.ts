import { createInterface, type Interface } from 'node:readline/promises';

/** Questions to whoever sits at the terminal. */
export type Questions = {
  /** Null where it was broken off. */
  ask: (question: string, signal: AbortSignal) => Promise<string | null>;
  /** Writes something while a question may stand there: above it, with what has been typed so far. */
  aside: (write: () => void) => void;
};

/** Null in a pipe: nobody sits there, and whatever comes is no answer. */
export const questionsAt = (input: NodeJS.ReadStream, output: NodeJS.WriteStream): Questions | null => {
  if (input.isTTY !== true || output.isTTY !== true) return null;
  let open: Interface | null = null;
  return {
    ask: async (question, signal) => {
      const lines = createInterface({ input, output });
      // Whoever presses Ctrl-C here means the command, which listens to the signal itself.
      lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      open = lines;
      try {
        return await lines.question(question, { signal });
      } catch {
        return null;
      } finally {
        open = null;
        lines.close();
      }
    },
    aside: (write) => {
      if (open) output.write('\r\u001b[K');
      write();
      open?.prompt(true);
    },
  };
};
