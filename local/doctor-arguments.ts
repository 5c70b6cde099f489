import {
  listOf,
  oneOf,
  parseOptions,
  readShared,
  type SharedArguments,
  sharedHelp,
  sharedOptions,
  textOf,
} from './command/shared-options';

/**
 * What the doctor was asked, read from its arguments alone. Files and secrets are read later. Where no plugin was given,
 * the plugin's file may tell; else it is miniorange.
 */
export type DoctorArguments = Omit<SharedArguments, 'issuer'> & {
  issuer: string;
  redirectUri: string | null;
  baseUrl: string | null;
  pluginFile: string | null;
  symptom: string | null;
  from: 'local' | 'cloud';
  only: string[] | null;
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

${sharedHelp.issuer}
${sharedHelp.client}
  --redirect-uri URI     the callback URL that the plugin shows
  --base-url URL         the base URL of Jira or Confluence; makes the callback URL where none is given
${sharedHelp.scope}
${sharedHelp.mapping}
  --plugin-file FILE     the plugin's exported settings: fills in whatever is not given
  --symptom TEXT         what Jira, the plugin or Casdoor said; the checks that can explain it come first
${sharedHelp.target}
  --from PLACE           local | cloud: look as this computer does, or as Atlassian's cloud would
${sharedHelp.trust}
${sharedHelp.http}
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
  ...sharedOptions,
  'redirect-uri': { type: 'string' },
  'base-url': { type: 'string' },
  'plugin-file': { type: 'string' },
  symptom: { type: 'string' },
  from: { type: 'string' },
  only: { type: 'string' },
  'sign-in': { type: 'boolean' },
  wait: { type: 'string' },
  list: { type: 'boolean' },
} as const;

/** Reads the command line. Never throws: what cannot be used is `refused`, with a sentence that names it. */
export const readDoctorArguments = (argv: readonly string[]): Asked => {
  const refused = (problem: string): Asked => ({ kind: 'refused', problem });
  const parsed = parseOptions(argv, options);
  if (!parsed.ok) return refused(parsed.problem);
  const { values } = parsed;
  const text = (name: keyof typeof options): string | null => textOf(values[name]);
  if (values.help) return { kind: 'help' };
  if (values.list) return { kind: 'list', json: values.json === true };
  const read = readShared(values);
  if (!read.ok) return refused(read.problem);
  const from = oneOf(['local', 'cloud'] as const, text('from') ?? 'local');
  if (!from) return refused(`--from is "${text('from')}"; it can be local, cloud.`);
  const wait = text('wait');
  if (wait !== null && !values['sign-in']) return refused('--wait says how long --sign-in waits, which is not given.');
  if (wait !== null && !isWait(wait)) return refused(`--wait is "${wait}"; it can be 1 to ${longestWait} seconds.`);
  if (values['sign-in'] && from === 'cloud')
    return refused(
      '--sign-in cannot be had with --from cloud: Casdoor sends the person back to this computer, which the cloud does not see. Leave one of them out.',
    );
  const { issuer, ...shared } = read.shared;
  if (issuer === null && text('plugin-file') === null)
    return refused('--issuer is missing. Give any address of your Casdoor, for example --issuer door.acme.example');
  const only = text('only');
  return {
    kind: 'diagnose',
    arguments: {
      ...shared,
      issuer: issuer ?? '',
      redirectUri: text('redirect-uri'),
      baseUrl: text('base-url'),
      pluginFile: text('plugin-file'),
      symptom: text('symptom'),
      from,
      only: only === null ? null : listOf(only),
      signIn: values['sign-in'] ? { waitSeconds: Number(wait ?? usualWait) } : null,
    },
  };
};

/** Seconds. A link of a test sign-in lives as long as the longest wait. */
const usualWait = 300;
const longestWait = 900;

const isWait = (text: string) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= longestWait;
