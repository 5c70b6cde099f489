import { parseArgs } from 'node:util';
import { type Product, products } from '../src/contract/target';

export type StartOptions = {
  /** Null: the usual one, or the next that is free. */
  port: number | null;
  /** Null: the user's data folder of the system. */
  data: string | null;
  /** Null: beside the user's settings, one for each data folder. */
  keyFile: string | null;
  hasDemo: boolean;
  /** Null: where this runs in a terminal. */
  opens: boolean | null;
  product: Product;
  /** A file of authorities to trust, as PEM. */
  ca: string | null;
};

export type StartReading =
  | { kind: 'start'; options: StartOptions }
  | { kind: 'help' }
  /** A sentence that names the argument. */
  | { kind: 'refused'; problem: string };

export const startHelp = `npm start -- [options]

Starts the panel on this machine and prints its address.

  --port NUMBER      listen on this port; without it 7420, or the next that is free
  --data DIR         keep what is saved here; without it in the data folder of your user
  --key-file FILE    keep the keys of the saved secrets here; without it apart from the data
  --product NAME     play a site of jira (the usual one) or confluence; ?product=confluence in the address does too
  --ca FILE          trust the authorities in this PEM file when looking at Casdoor
  --no-demo          do not start the demo and its Casdoor
  --no-open          do not open a browser
  --help             show this
`;

const known = {
  port: { type: 'string' },
  data: { type: 'string' },
  'key-file': { type: 'string' },
  product: { type: 'string' },
  ca: { type: 'string' },
  'no-demo': { type: 'boolean' },
  'no-open': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Reads the command line of `npm start`. Never throws. */
export const readStartOptions = (argv: readonly string[]): StartReading => {
  const refused = (problem: string): StartReading => ({ kind: 'refused', problem });
  const { tokens } = parseArgs({ args: [...argv], options: known, strict: false, tokens: true });
  const texts = new Map<string, string>();
  const flags = new Set<string>();
  for (const token of tokens) {
    if (token.kind === 'positional')
      return refused(`"${token.value}" is no option. --help lists those that there are.`);
    if (token.kind !== 'option') continue;
    const option = Object.entries(known).find(([name]) => name === token.name && token.rawName.startsWith('--'));
    if (!option) return refused(`There is no option ${token.rawName}. --help lists those that there are.`);
    if (option[1].type === 'boolean') {
      if (token.value !== undefined) return refused(`${token.rawName} takes no value.`);
      flags.add(token.name);
    } else if (token.value === undefined || token.value === '' || token.value.startsWith('--'))
      return refused(`${token.rawName} needs a value. --help shows which.`);
    else texts.set(token.name, token.value);
  }
  if (flags.has('help')) return { kind: 'help' };
  const port = texts.get('port') ?? null;
  if (port !== null && (!/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65_535))
    return refused(`--port is "${port}"; a port is a number from 1 to 65535.`);
  const named = texts.get('product') ?? 'jira';
  const product = products.find((candidate) => candidate === named);
  if (!product) return refused(`--product is "${named}"; it can be ${products.join(' or ')}.`);
  return {
    kind: 'start',
    options: {
      port: port === null ? null : Number(port),
      data: texts.get('data') ?? null,
      keyFile: texts.get('key-file') ?? null,
      hasDemo: !flags.has('no-demo'),
      opens: flags.has('no-open') ? false : null,
      product,
      ca: texts.get('ca') ?? null,
    },
  };
};
