import { parseArgs } from 'node:util';
import { type Plugin, type Product, plugins, products } from '../src/contract/target';

/** What the doctor was asked, read from its arguments alone. Files and secrets are read later. */
export type DoctorArguments = {
  issuer: string;
  clientId: string | null;
  secret: { from: 'environment'; name: string } | { from: 'standard-input' } | null;
  redirectUri: string | null;
  baseUrl: string | null;
  scope: string | null;
  mappingFile: string | null;
  pluginFile: string | null;
  symptom: string | null;
  /** Null where it was not given: the plugin's file may tell; else miniorange. */
  plugin: Plugin | null;
  product: Product;
  from: 'local' | 'cloud';
  caFile: string | null;
  insecureHttp: boolean;
  only: string[] | null;
  json: boolean;
  /** A test sign-in beside the checks; seconds that it is waited for. Null: none is made. */
  signIn: { waitSeconds: number } | null;
};

export type Asked =
  | { kind: 'help' }
  | { kind: 'list'; json: boolean }
  | { kind: 'diagnose'; arguments: DoctorArguments }
  | { kind: 'refused'; problem: string };

export const doctorHelp = `Usage: npm run --silent doctor -- --issuer ADDRESS [options]

Says what keeps people from signing in to Jira or Confluence with Casdoor, and the one thing to do about it.
It changes nothing in Casdoor, Jira or Confluence. Casdoor notes a run in a line or two under its Records; a test
sign-in makes tokens there, as every sign-in does.

  --issuer ADDRESS       any address of your Casdoor: a host, the sign-in page, a page of its console,
                         the discovery document
  --client-id ID         the client ID of the application (taken from the address where it is there)
  --secret-env NAME      the client secret is in this environment variable
  --secret-stdin         the client secret is on standard input
  --redirect-uri URI     the callback URL that the plugin shows
  --base-url URL         the base URL of Jira or Confluence; makes the callback URL where none is given
  --scope "SCOPES"       what the plugin asks for; without it the documentation's set is assumed
  --mapping FILE         a mapping file (docs/mapping.schema.json)
  --plugin-file FILE     the plugin's exported settings: fills in whatever is not given
  --symptom TEXT         what Jira, the plugin or Casdoor said; the checks that can explain it come first
  --target PLUGIN        ${plugins.join(' | ')} (default: miniorange)
  --product PRODUCT      ${products.join(' | ')} (default: jira)
  --from PLACE           local | cloud: look as this computer does, or as Atlassian's cloud would
  --ca FILE              trust the authorities in this PEM file, beside the system's
  --insecure-http        the secret may travel unencrypted to this address
  --only ID,…            only these checks
  --sign-in              prints a link to a test sign-in, waits for somebody at this computer to use it,
                         and adds what came of it to the report; needs the client ID
  --wait SECONDS         how long that is waited for, 1 to 900 (default: 300)
  --list                 print the catalogue of checks
  --json                 print the report as JSON (docs/report.schema.json) on standard output
  --data DIR             accepted as every command does; the doctor keeps nothing
  --help                 this text

Exit status: 0 ready, 1 any other verdict, 2 arguments it cannot use.
`;

const options = {
  issuer: { type: 'string' },
  'client-id': { type: 'string' },
  'secret-env': { type: 'string' },
  'secret-stdin': { type: 'boolean' },
  'redirect-uri': { type: 'string' },
  'base-url': { type: 'string' },
  scope: { type: 'string' },
  mapping: { type: 'string' },
  'plugin-file': { type: 'string' },
  symptom: { type: 'string' },
  target: { type: 'string' },
  product: { type: 'string' },
  from: { type: 'string' },
  ca: { type: 'string' },
  'insecure-http': { type: 'boolean' },
  only: { type: 'string' },
  'sign-in': { type: 'boolean' },
  wait: { type: 'string' },
  list: { type: 'boolean' },
  json: { type: 'boolean' },
  data: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Reads the command line. Never throws: what cannot be used is `refused`, with a sentence that names it. */
export const readDoctorArguments = (argv: readonly string[]): Asked => {
  const refused = (problem: string): Asked => ({ kind: 'refused', problem });
  // A secret on the command line is in every process list: refused before anything else is looked at.
  if (argv.some((argument) => /^--(client-)?secret(=|$)/.test(argument)))
    return refused(
      'A secret is never an argument, because every process list shows it. Use --secret-env NAME or --secret-stdin.',
    );
  let values: Partial<Record<keyof typeof options, string | boolean>>;
  try {
    ({ values } = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }));
  } catch (error) {
    return refused(problemOf(error, argv));
  }
  const text = (name: keyof typeof options): string | null => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  if (values.help) return { kind: 'help' };
  if (values.list) return { kind: 'list', json: values.json === true };
  for (const name of Object.keys(options) as (keyof typeof options)[])
    if (values[name] === '' && name !== 'scope') return refused(`--${name} is empty.`);
  const target = text('target');
  const plugin = target === null ? null : oneOf(plugins, target);
  if (plugin === undefined) return refused(`--target is "${target}"; it can be ${plugins.join(', ')}.`);
  const product = oneOf(products, text('product') ?? 'jira');
  if (!product) return refused(`--product is "${text('product')}"; it can be ${products.join(', ')}.`);
  const from = oneOf(['local', 'cloud'] as const, text('from') ?? 'local');
  if (!from) return refused(`--from is "${text('from')}"; it can be local, cloud.`);
  if (text('secret-env') !== null && values['secret-stdin'])
    return refused('--secret-env and --secret-stdin are both given; one of them is enough.');
  const wait = text('wait');
  if (wait !== null && !values['sign-in']) return refused('--wait says how long --sign-in waits, which is not given.');
  if (wait !== null && !isWait(wait)) return refused(`--wait is "${wait}"; it can be 1 to ${longestWait} seconds.`);
  if (values['sign-in'] && from === 'cloud')
    return refused(
      '--sign-in cannot be had with --from cloud: Casdoor sends the person back to this computer, which the cloud does not see. Leave one of them out.',
    );
  const issuer = text('issuer');
  if (issuer === null && text('plugin-file') === null)
    return refused('--issuer is missing. Give any address of your Casdoor, for example --issuer door.acme.example');
  const secretName = text('secret-env');
  return {
    kind: 'diagnose',
    arguments: {
      issuer: issuer ?? '',
      clientId: text('client-id'),
      secret:
        secretName !== null
          ? { from: 'environment', name: secretName }
          : values['secret-stdin']
            ? { from: 'standard-input' }
            : null,
      redirectUri: text('redirect-uri'),
      baseUrl: text('base-url'),
      scope: text('scope'),
      mappingFile: text('mapping'),
      pluginFile: text('plugin-file'),
      symptom: text('symptom'),
      plugin,
      product,
      from,
      caFile: text('ca'),
      insecureHttp: values['insecure-http'] === true,
      only:
        text('only')
          ?.split(',')
          .map((id) => id.trim())
          .filter((id) => id !== '') ?? null,
      json: values.json === true,
      signIn: values['sign-in'] ? { waitSeconds: Number(wait ?? usualWait) } : null,
    },
  };
};

/** Seconds. A link of a test sign-in lives as long as the longest wait. */
const usualWait = 300;
const longestWait = 900;

const isWait = (text: string) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= longestWait;

const oneOf = <T extends string>(choices: readonly T[], value: string): T | undefined =>
  choices.find((choice) => choice === value);

const problemOf = (error: unknown, argv: readonly string[]): string => {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '([^']+)'/.exec(message)?.[1];
  if (unknown !== undefined) return `There is no option ${unknown}. --help lists those that there are.`;
  const positional = /Unexpected argument '([^']*)'/.exec(message)?.[1];
  if (positional !== undefined)
    return `"${positional}" is no option. ${argv[0] === positional ? 'An address is given as --issuer ADDRESS.' : 'A text with spaces needs quotation marks.'}`;
  const argument = /'(?:-\w, )?(--[\w-]+)(?: <value>)?/.exec(message)?.[1];
  return argument ? `${argument} cannot be read: ${message.split('\n')[0]}` : message;
};
