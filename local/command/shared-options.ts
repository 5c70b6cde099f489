import { parseArgs } from 'node:util';
import { type Plugin, type Product, plugins, products } from '../../src/contract/target';

/** A file, an address or a secret that several commands are given in the same way. */
export type SharedArguments = {
  /** Null where it was not given. */
  issuer: string | null;
  clientId: string | null;
  secret: { from: 'environment'; name: string } | { from: 'standard-input' } | null;
  scope: string | null;
  mappingFile: string | null;
  plugin: Plugin | null;
  product: Product;
  caFile: string | null;
  insecureHttp: boolean;
  json: boolean;
};

type Kinds = Readonly<Record<string, { type: 'string' | 'boolean' }>>;
export type Values<Options extends Kinds> = Partial<Record<keyof Options, string | boolean>>;
export type Refused = { ok: false; problem: string };

export const sharedOptions = {
  issuer: { type: 'string' },
  'client-id': { type: 'string' },
  'secret-env': { type: 'string' },
  'secret-stdin': { type: 'boolean' },
  scope: { type: 'string' },
  mapping: { type: 'string' },
  target: { type: 'string' },
  product: { type: 'string' },
  ca: { type: 'string' },
  'insecure-http': { type: 'boolean' },
  json: { type: 'boolean' },
  data: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** What `--help` says of them. */
export const sharedHelp = {
  issuer: `  --issuer ADDRESS       any address of your Casdoor: a host, the sign-in page, a page of its console,
                         the discovery document`,
  client: `  --client-id ID         the client ID of the application (taken from the address where it is there)
  --secret-env NAME      the client secret is in this environment variable
  --secret-stdin         the client secret is on standard input`,
  scope: `  --scope "SCOPES"       what the plugin asks for; without it the documentation's set is assumed`,
  mapping: '  --mapping FILE         a mapping file (docs/mapping.schema.json)',
  target: `  --target PLUGIN        ${plugins.join(' | ')} (default: miniorange)
  --product PRODUCT      ${products.join(' | ')} (default: jira)`,
  trust: `  --ca FILE              trust the authorities in this PEM file, beside the system's`,
  http: '  --insecure-http        the secret may travel unencrypted to this address',
};

/** Splits a command line. Never throws: what cannot be used is a sentence that names it. */
export const parseOptions = <Options extends Kinds>(
  argv: readonly string[],
  options: Options,
): { ok: true; values: Values<Options> } | Refused => {
  // A secret on the command line is in every process list: refused before anything else is looked at.
  if (argv.some((argument) => /^--(client-)?secret(=|$)/.test(argument)))
    return refused(
      'A secret is never an argument, because every process list shows it. Use --secret-env NAME or --secret-stdin.',
    );
  try {
    const { values, tokens } = parseArgs({
      args: [...argv],
      options,
      strict: true,
      allowPositionals: false,
      tokens: true,
    });
    // Which of the two was meant nobody knows, and the last one would count without a word.
    const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    return twice === undefined
      ? { ok: true, values }
      : refused(`--${twice} is given more than once; leave one of them.`);
  } catch (error) {
    return refused(problemOf(error, argv));
  }
};

/** Reads the shared ones, once help was not asked for. An empty value is refused, whatever option it has. */
export const readShared = <Options extends Kinds>(
  values: Values<Options & typeof sharedOptions>,
): { ok: true; shared: SharedArguments } | Refused => {
  const empty = Object.entries(values).find(([name, value]) => value === '' && name !== 'scope');
  if (empty) return refused(`--${empty[0]} is empty.`);
  const given: Values<typeof sharedOptions> = values;
  const text = (name: keyof typeof sharedOptions): string | null => textOf(given[name]);
  const target = text('target');
  const plugin = target === null ? null : oneOf(plugins, target);
  if (plugin === undefined) return refused(`--target is "${target}"; it can be ${plugins.join(', ')}.`);
  const product = oneOf(products, text('product') ?? 'jira');
  if (!product) return refused(`--product is "${text('product')}"; it can be ${products.join(', ')}.`);
  const secretName = text('secret-env');
  if (secretName !== null && given['secret-stdin'])
    return refused('--secret-env and --secret-stdin are both given; one of them is enough.');
  return {
    ok: true,
    shared: {
      issuer: text('issuer'),
      clientId: text('client-id'),
      secret:
        secretName !== null
          ? { from: 'environment', name: secretName }
          : given['secret-stdin']
            ? { from: 'standard-input' }
            : null,
      scope: text('scope'),
      mappingFile: text('mapping'),
      plugin,
      product,
      caFile: text('ca'),
      insecureHttp: given['insecure-http'] === true,
      json: given.json === true,
    },
  };
};

export const refused = (problem: string): Refused => ({ ok: false, problem });

export const textOf = (value: string | boolean | undefined): string | null =>
  typeof value === 'string' ? value : null;

/** Items of a list that is separated by commas, without the blanks around them. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const oneOf = <T extends string>(choices: readonly T[], value: string): T | undefined =>
  choices.find((choice) => choice === value);

const problemOf = (error: unknown, argv: readonly string[]): string => {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '([^']+)'/.exec(message)?.[1];
  if (unknown !== undefined) return `There is no option ${unknown}. --help lists those that there are.`;
  const positional = /Unexpected argument '([^']*)'/.exec(message)?.[1];
  if (positional !== undefined)
    return `"${positional}" is no option. ${argv[0] === positional ? 'An address is given as --issuer ADDRESS.' : 'A text with spaces needs quotation marks.'}`;
  const argument = /'(?:-\w, )?(--[\w-]+)(?: <value>)?/.exec(message)?.[1];
  if (argument !== undefined && /argument missing|argument is ambiguous/.test(message))
    return `${argument} needs a value, and none follows it.`;
  if (argument !== undefined && message.includes('does not take an argument')) return `${argument} takes no value.`;
  return argument ? `${argument} cannot be read: ${message.split('\n')[0]}` : message;
};
