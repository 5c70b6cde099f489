import { visible } from '../../src/checks/visible';

/** An argument that cannot be used: sentences that name it. */
export class Unusable extends Error {}

export const statusUnusable = 2;

/** Ends the process with what the command comes to. `failed` is the status of an error of its own. */
export const runCommand = (name: string, command: () => Promise<number>, failed: number): void => {
  command().then(
    // A look-up that a silent name server never answers would keep the process alive after the report.
    (status) => process.exit(status),
    (error: unknown) => {
      if (error instanceof Unusable) {
        process.stderr.write(`${error.message.split('\n').map(visible).join('\n')}\n`);
        process.exitCode = statusUnusable;
        return;
      }
      // Never the message: it may quote what was sent.
      process.stderr.write(`The ${name} itself failed (${error instanceof Error ? error.name : 'unknown'}).\n`);
      if (process.env.COMPANION_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
      process.exitCode = failed;
    },
  );
};

/** Resolves once all of it has gone out, into a pipe too. */
export const print = (text: string) => new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));

/** https://no-color.org: any value that is not empty switches colours off. */
export const hasColour = () => process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
