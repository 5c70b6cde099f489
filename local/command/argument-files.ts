import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { visible } from '../../src/checks/visible';
import { Unusable } from './run-command';
import type { SharedArguments } from './shared-options';

/** The text of a file that an argument names. @throws Unusable */
export const readArgumentFile = (argument: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Unusable(`${argument} ${visible(path)}: ${whyUnread(error)}.`);
  }
};

/** Why a file cannot be opened, as the end of a sentence. */
export const whyUnread = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ENOENT') return 'there is no such file';
  return code === 'EISDIR' ? 'it is a folder' : `it cannot be read (${code})`;
};

/** As nearly all are named; a password or token is hardly ever. */
const isVariableName = (name: string): boolean => /^[A-Z_][A-Z\d_]*$/.test(name);

/** The value of an environment variable that an argument names. @throws Unusable */
export const readVariable = (argument: string, name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') {
    // Whoever took it for the secret itself is not to find that in a log.
    const named = isVariableName(name) ? ` ${name}` : '';
    throw new Unusable(
      `${argument}${named}: there is no such environment variable, or it is empty. It takes the name of a variable.`,
    );
  }
  return value;
};

/** The client secret from where the arguments say it is; null where they say nothing. @throws Unusable */
export const readSecret = async ({ secret }: Pick<SharedArguments, 'secret'>): Promise<string | null> => {
  if (secret === null) return null;
  if (secret.from === 'environment') return readVariable('--secret-env', secret.name);
  if (process.stdin.isTTY) process.stderr.write('Type the client secret, then Ctrl-D:\n');
  // The line end belongs to the pipe, not to the secret; any other space is the administrator's.
  const value = (await text(process.stdin)).replace(/\r?\n$/, '');
  if (value === '') throw new Unusable('--secret-stdin: standard input is empty.');
  return value;
};
