import { parseOptions, textOf } from '../command/shared-options';

/** What a look was asked for, read from its arguments alone. */
export type WatchArguments = { data: string | null; keyFile: string | null; caFile: string | null; json: boolean };

export type WatchAsked =
  | { kind: 'help' }
  | { kind: 'look'; arguments: WatchArguments }
  | { kind: 'refused'; problem: string };

export const watchHelp = `Usage: npm run --silent watch -- --once [options]

Says whether the plugins and Casdoor still are set as they were applied from the panel, for cron. It reads the data folder
of the panel, asks the plugins and Casdoor, notes what it saw there, and writes to none of them. The credentials of the
plugin must be kept, which the panel asks in the step Apply. While the panel runs, it has the folder and looks by itself.

  --once                 look once, and end
  --data DIR             the data folder of the panel; without it the usual one
  --key-file FILE        the keys of what is sealed in it; without it the usual one
  --ca FILE              trust the authorities in this PEM file when looking at Casdoor and the product
  --json                 print the result as JSON (docs/watch.schema.json) on standard output
  --help                 this text

Exit status: 0 as applied, 1 drifted, 2 arguments it cannot use, 3 it could not look.
`;

const options = {
  once: { type: 'boolean' },
  data: { type: 'string' },
  'key-file': { type: 'string' },
  ca: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Reads the command line. Never throws: what cannot be used is `refused`, with a sentence that names it. */
export const readWatchArguments = (argv: readonly string[]): WatchAsked => {
  const parsed = parseOptions(argv, options);
  if (!parsed.ok) return { kind: 'refused', problem: parsed.problem };
  const { values } = parsed;
  if (values.help) return { kind: 'help' };
  if (!values.once)
    return { kind: 'refused', problem: '--once is missing: it looks once and ends; cron asks it again.' };
  return {
    kind: 'look',
    arguments: {
      data: textOf(values.data),
      keyFile: textOf(values['key-file']),
      caFile: textOf(values.ca),
      json: values.json === true,
    },
  };
};
