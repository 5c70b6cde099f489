import {
  listOf,
  parseOptions,
  readShared,
  type SharedArguments,
  sharedOptions,
  textOf,
} from '../command/shared-options';
import { readSite, type SiteArgument, shownSecret } from '../dry-run/dry-run-arguments';
import {
  type AccountArgument,
  type ApplyTargetArgument,
  casdoorTarget,
  kindOf,
  type PluginArgument,
  pluginTarget,
  readWayBack,
} from './target-arguments';

/** Where the panel keeps things, and how the result is told. */
export type KeptArguments = {
  /** Null: where it usually lies. */
  data: string | null;
  keyFile: string | null;
  out: string | null;
  json: boolean;
};

/** What is to be written, read from the arguments alone. Files and secrets are read later. */
export type WriteArguments = GivenArguments & {
  mode: 'plan' | 'yes';
  target: ApplyTargetArgument;
  /** Not settings and mapping: everybody is sent to the new sign-in, and nothing else is written. */
  isSecond: boolean;
  /** With `isSecond`: who came in through the plugin, as somebody says. */
  cameIn: string | null;
  overruled: string[];
  /** The product's name, typed because administrators are affected. */
  typedName: string;
  /** Null: the new settings are kept as soon as they are verified. */
  waitSeconds: number | null;
};

/** Whether Jira or Confluence itself reaches Casdoor. */
export type TryArguments = GivenArguments & { mode: 'try-from-node'; target: PluginArgument };

type GivenArguments = Omit<SharedArguments, 'issuer' | 'secret' | 'plugin'> &
  KeptArguments & { issuer: string; secret: NonNullable<SharedArguments['secret']> };

/** What is to be put back. */
export type RestoreArguments = KeptArguments & {
  mode: 'restore';
  /** Null: the newest. */
  apply: string | null;
  /** Null: what was kept when it was applied. */
  site: SiteArgument | null;
  /** Null: the account of `site`, or of what was kept. */
  wayBack: AccountArgument | null;
  secret: SharedArguments['secret'];
  caFile: string | null;
  insecureHttp: boolean;
};

export type ApplyAsked =
  | { kind: 'help' }
  | { kind: 'write'; arguments: WriteArguments }
  | { kind: 'try'; arguments: TryArguments }
  | { kind: 'restore'; arguments: RestoreArguments }
  | { kind: 'refused'; problem: string };

const options = {
  ...sharedOptions,
  plan: { type: 'boolean' },
  yes: { type: 'boolean' },
  restore: { type: 'boolean' },
  'try-from-node': { type: 'boolean' },
  second: { type: 'boolean' },
  'came-in': { type: 'string' },
  keep: { type: 'boolean' },
  existing: { type: 'string' },
  atlassian: { type: 'string' },
  user: { type: 'string' },
  'password-env': { type: 'string' },
  'token-env': { type: 'string' },
  'admin-groups': { type: 'string' },
  people: { type: 'string' },
  'redirect-uri': { type: 'string' },
  'way-back-user': { type: 'string' },
  'way-back-password-env': { type: 'string' },
  'old-secret-env': { type: 'string' },
  'type-name': { type: 'string' },
  overrule: { type: 'string' },
  wait: { type: 'string' },
  out: { type: 'string' },
  'key-file': { type: 'string' },
} as const;

type Name = keyof typeof options;
/** The value of an option; null where it was not given. */
export type Texts = (name: Name) => string | null;

const usualWait = 600;
const longestWait = 3600;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Reads the command line. Never throws: what cannot be used is `refused`, with a sentence that names it. */
export const readApplyArguments = (argv: readonly string[]): ApplyAsked => {
  const refuse = (problem: string): ApplyAsked => ({ kind: 'refused', problem });
  const shown = shownSecret(argv);
  if (shown !== null) return refuse(shown);
  const { rest, apply } = takeApply(argv);
  const parsed = parseOptions(rest, options);
  if (!parsed.ok) return refuse(parsed.problem);
  const { values } = parsed;
  if (values.help) return { kind: 'help' };
  const modes = (['plan', 'yes', 'restore', 'try-from-node'] as const).filter((name) => values[name]);
  const [mode, other] = modes;
  if (mode === undefined)
    return refuse(
      'Say what is to be done: --plan shows what would be written, --yes writes it, --restore puts it back, --try-from-node tries the way to Casdoor.',
    );
  if (other !== undefined) return refuse(`--${mode} and --${other} are both given; one of them is enough.`);
  const { target: named, ...others } = values;
  const read = readShared(others);
  if (!read.ok) return refuse(read.problem);
  const { shared } = read;
  const text: Texts = (name) => textOf(values[name]);
  const kept: KeptArguments = { data: text('data'), keyFile: text('key-file'), out: text('out'), json: shared.json };
  const site = readSite(text, shared.insecureHttp);
  if (site !== null && 'problem' in site) return refuse(site.problem);
  const wayBack = readWayBack(text);
  if (wayBack !== null && 'problem' in wayBack) return refuse(wayBack.problem);
  if (mode === 'restore') {
    const stray = strayBeside(values, ofRestore);
    if (stray !== null) return refuse(`--${stray} says what is to be written, and --restore writes what was there.`);
    if (apply !== null && !uuid.test(apply)) return refuse(`--restore is "${apply}"; the id of an apply is a UUID.`);
    const { secret, caFile, insecureHttp } = shared;
    return { kind: 'restore', arguments: { mode, ...kept, apply, site, wayBack, secret, caFile, insecureHttp } };
  }
  const { issuer, secret, plugin: _, ...more } = shared;
  const kind = kindOf(textOf(named));
  if (typeof kind === 'object') return refuse(kind.problem);
  if (issuer === null)
    return refuse('--issuer is missing. Give any address of your Casdoor, for example --issuer door.acme.example');
  if (secret === null) return refuse('--secret-env is missing: without the client secret nobody can sign in.');
  const given = { ...more, ...kept, issuer, secret };
  if (mode === 'try-from-node') {
    if (kind !== 'atlassian-dc')
      return refuse(
        '--try-from-node belongs to --target atlassian-dc: no other plugin tells what the host of Jira or Confluence reaches.',
      );
    const stray = strayBeside(values, ofTry);
    if (stray !== null) return refuse(`--${stray} belongs to a plan or a write, and --try-from-node makes neither.`);
    const target = pluginTarget(kind, text, { site, wayBack });
    return 'problem' in target ? refuse(target.problem) : { kind: 'try', arguments: { ...given, mode, target } };
  }
  const isSecond = values.second === true;
  if (text('came-in') !== null && !isSecond)
    return refuse('--came-in belongs to --second: who keeps what is written now is asked while it waits.');
  const stray = mode === 'plan' ? ofWrite.find((name) => values[name] !== undefined) : undefined;
  if (stray !== undefined) return refuse(`--${stray} belongs to --yes: --plan writes nothing that could be kept.`);
  const wait = waitOf(text('wait'), values.keep === true);
  if (typeof wait === 'object' && wait !== null) return refuse(wait.problem);
  const waiting = kind === 'casdoor' ? ofWrite.find((name) => values[name] !== undefined) : undefined;
  if (waiting !== undefined)
    return refuse(
      `--${waiting} belongs to a plugin: the list of --target casdoor is kept as soon as it was read back.`,
    );
  if (kind === 'casdoor' && isSecond)
    return refuse('--second belongs to a plugin, and --target casdoor has none: nobody is sent anywhere by its list.');
  const target = kind === 'casdoor' ? casdoorTarget(text, site) : pluginTarget(kind, text, { site, wayBack });
  if ('problem' in target) return refuse(target.problem);
  return {
    kind: 'write',
    arguments: {
      ...given,
      mode,
      target,
      isSecond,
      cameIn: text('came-in'),
      overruled: listOf(text('overrule') ?? ''),
      typedName: text('type-name') ?? '',
      waitSeconds: wait,
    },
  };
};

/** The id behind --restore, which no parser takes for the value of an option that needs none. */
const takeApply = (argv: readonly string[]): { rest: string[]; apply: string | null } => {
  const at = argv.indexOf('--restore');
  const apply = at < 0 ? undefined : argv[at + 1];
  if (apply === undefined || apply.startsWith('-')) return { rest: [...argv], apply: null };
  return { rest: argv.toSpliced(at + 1, 1), apply };
};

const toReach: readonly Name[] = ['atlassian', 'user', 'password-env', 'token-env', 'secret-env', 'secret-stdin'];
const toTell: readonly Name[] = ['data', 'key-file', 'out', 'json', 'ca', 'insecure-http'];
const ofRestore = new Set<string>(['restore', 'way-back-user', 'way-back-password-env', ...toReach, ...toTell]);
const ofTry = new Set<string>([
  ...['try-from-node', 'issuer', 'client-id', 'scope', 'mapping', 'target', 'product'],
  ...toReach,
  ...toTell,
]);
const ofWrite = ['wait', 'keep'] as const;

/** An option that does not fit; null where all do. */
const strayBeside = (values: Partial<Record<Name, string | boolean>>, fitting: ReadonlySet<string>): string | null =>
  Object.keys(values).find((name) => !fitting.has(name)) ?? null;

/** Seconds; null: kept at once. */
const waitOf = (wait: string | null, isKept: boolean): number | null | { problem: string } => {
  if (isKept)
    return wait === null
      ? null
      : { problem: '--keep and --wait are both given; whoever keeps at once waits for nobody.' };
  if (wait === null) return usualWait;
  const isGood = /^\d{1,4}$/.test(wait) && Number(wait) >= 1 && Number(wait) <= longestWait;
  return isGood ? Number(wait) : { problem: `--wait is "${wait}"; it can be 1 to ${longestWait} seconds.` };
};
