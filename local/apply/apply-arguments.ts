import type { ApplyKind } from '../../src/contract/apply';
import { redirectUriOf } from '../../src/contract/target';
import { isOwnUri } from '../../src/targets/casdoor/redirect-uri-target';
import {
  listOf,
  oneOf,
  parseOptions,
  readShared,
  type SharedArguments,
  sharedOptions,
  textOf,
} from '../command/shared-options';
import { type ExistingArgument, readSite, type SiteArgument, shownSecret } from '../dry-run/dry-run-arguments';

/** Where the panel keeps things, and how the result is told. */
export type KeptArguments = {
  /** Null: where it usually lies. */
  data: string | null;
  keyFile: string | null;
  out: string | null;
  json: boolean;
};

/** What is to be written, read from the arguments alone. Files and secrets are read later. */
export type WriteArguments = Omit<SharedArguments, 'issuer' | 'secret' | 'plugin'> &
  KeptArguments & {
    mode: 'plan' | 'yes';
    issuer: string;
    secret: NonNullable<SharedArguments['secret']>;
    target: ApplyTargetArgument;
    overruled: string[];
    /** The product's name, typed because administrators are affected. */
    typedName: string;
    /** Null: the new settings are kept as soon as they are verified. */
    waitSeconds: number | null;
  };

export type ApplyTargetArgument =
  | {
      kind: Exclude<ApplyKind, 'casdoor'>;
      site: SiteArgument;
      mappingFile: string;
      /** Who is already there, for the dry run. */
      existing: ExistingArgument;
      administratorGroups: string[] | null;
      peopleFile: string | null;
      /** Null: the account of `site`. */
      wayBack: { user: string; passwordVariable: string } | null;
      /** The client secret that stands there now. */
      oldSecretVariable: string | null;
    }
  | { kind: 'casdoor'; redirectUri: string };

/** What is to be put back. */
export type RestoreArguments = KeptArguments & {
  mode: 'restore';
  /** Null: the newest. */
  apply: string | null;
  /** Null: what was kept when it was applied. */
  site: SiteArgument | null;
  secret: SharedArguments['secret'];
  caFile: string | null;
  insecureHttp: boolean;
};

export type ApplyAsked =
  | { kind: 'help' }
  | { kind: 'write'; arguments: WriteArguments }
  | { kind: 'restore'; arguments: RestoreArguments }
  | { kind: 'refused'; problem: string };

const options = {
  ...sharedOptions,
  plan: { type: 'boolean' },
  yes: { type: 'boolean' },
  restore: { type: 'boolean' },
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
type Texts = (name: Name) => string | null;

const usualWait = 600;
const longestWait = 3600;
const kinds = ['miniorange', 'atlassian-dc', 'casdoor'] as const satisfies readonly ApplyKind[];
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
  const modes = (['plan', 'yes', 'restore'] as const).filter((name) => values[name]);
  const [mode, second] = modes;
  if (mode === undefined)
    return refuse(
      'Say what is to be done: --plan shows what would be written, --yes writes it, --restore puts it back.',
    );
  if (second !== undefined) return refuse(`--${mode} and --${second} are both given; one of them is enough.`);
  const { target: named, ...others } = values;
  const read = readShared(others);
  if (!read.ok) return refuse(read.problem);
  const { shared } = read;
  const text: Texts = (name) => textOf(values[name]);
  const kept: KeptArguments = { data: text('data'), keyFile: text('key-file'), out: text('out'), json: shared.json };
  const site = readSite(text, shared.insecureHttp);
  if (site !== null && 'problem' in site) return refuse(site.problem);
  if (mode === 'restore') {
    const stray = strayBeside(values);
    if (stray !== null) return refuse(`--${stray} says what is to be written, and --restore writes what was there.`);
    if (apply !== null && !uuid.test(apply)) return refuse(`--restore is "${apply}"; the id of an apply is a UUID.`);
    const { secret, caFile, insecureHttp } = shared;
    return { kind: 'restore', arguments: { mode, ...kept, apply, site, secret, caFile, insecureHttp } };
  }
  const { issuer, secret, plugin: _, ...more } = shared;
  const kind = oneOf(kinds, textOf(named) ?? 'miniorange');
  if (!kind) return refuse(`--target is "${textOf(named)}"; it can be ${kinds.join(', ')}.`);
  if (issuer === null)
    return refuse('--issuer is missing. Give any address of your Casdoor, for example --issuer door.acme.example');
  if (secret === null) return refuse('--secret-env is missing: without the client secret nobody can sign in.');
  const wait = waitOf(text('wait'), values.keep === true);
  if (typeof wait === 'object' && wait !== null) return refuse(wait.problem);
  const target = kind === 'casdoor' ? casdoorTarget(text, site) : pluginTarget(kind, text, site);
  if ('problem' in target) return refuse(target.problem);
  const overruled = listOf(text('overrule') ?? '');
  return {
    kind: 'write',
    arguments: {
      ...more,
      ...kept,
      mode,
      issuer,
      secret,
      target,
      overruled,
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

const fitting = new Set<string>([
  'restore',
  'data',
  'key-file',
  'out',
  'json',
  'atlassian',
  'user',
  'password-env',
  'token-env',
  'secret-env',
  'secret-stdin',
  'ca',
  'insecure-http',
]);

/** An option that --restore cannot use. */
const strayBeside = (values: Partial<Record<Name, string | boolean>>): string | null =>
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

const ofPlugins = [
  'mapping',
  'existing',
  'admin-groups',
  'people',
  'way-back-user',
  'old-secret-env',
  'type-name',
] as const;

const casdoorTarget = (text: Texts, site: SiteArgument | null): ApplyTargetArgument | { problem: string } => {
  const stray = ofPlugins.find((name) => text(name) !== null);
  if (stray !== undefined) return { problem: `--${stray} belongs to a plugin, and --target casdoor has none.` };
  const baseUrl = site?.url.href.replace(/\/+$/, '') ?? null;
  const redirectUri = text('redirect-uri') ?? redirectUriOf({ plugin: 'miniorange', baseUrl });
  if (redirectUri === null)
    return { problem: '--redirect-uri is missing: the callback URL that the plugin shows is what is added.' };
  if (!isOwnUri(redirectUri))
    return {
      problem: '--redirect-uri is no absolute http or https URL without a fragment, or has signs of a pattern.',
    };
  return { kind: 'casdoor', redirectUri };
};

const pluginTarget = (
  kind: Exclude<ApplyKind, 'casdoor'>,
  text: Texts,
  site: SiteArgument | null,
): ApplyTargetArgument | { problem: string } => {
  const mappingFile = text('mapping');
  if (mappingFile === null) return { problem: '--mapping is missing: it is what is written.' };
  if (site === null)
    return { problem: '--atlassian is missing: the base URL of the Jira or Confluence whose plugin is written.' };
  if (text('redirect-uri') !== null) return { problem: '--redirect-uri belongs to --target casdoor.' };
  if (kind === 'miniorange' && site.kind === 'token')
    return { problem: '--token-env does not open the plugin’s API of miniOrange: give --user and --password-env.' };
  const [user, passwordVariable] = [text('way-back-user'), text('way-back-password-env')];
  if ((user === null) !== (passwordVariable === null))
    return { problem: '--way-back-user and --way-back-password-env belong together.' };
  const groups = text('admin-groups');
  const administratorGroups = groups === null ? null : listOf(groups);
  if (administratorGroups?.length === 0) return { problem: '--admin-groups names no group.' };
  const path = text('existing');
  return {
    kind,
    site,
    mappingFile,
    existing: path === null ? site : { kind: 'file', path },
    administratorGroups,
    peopleFile: text('people'),
    wayBack: user === null || passwordVariable === null ? null : { user, passwordVariable },
    oldSecretVariable: text('old-secret-env'),
  };
};
