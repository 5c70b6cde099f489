import { URL } from 'node:url';
import { isLoopback } from '../../src/casdoor/address';
import {
  listOf,
  parseOptions,
  readShared,
  refused,
  type SharedArguments,
  sharedHelp,
  sharedOptions,
  textOf,
} from '../command/shared-options';

/** Jira or Confluence itself, with somebody's credentials. */
export type SiteArgument =
  | { kind: 'password'; url: URL; user: string; passwordVariable: string }
  | { kind: 'token'; url: URL; tokenVariable: string };

/** Who is already in Jira or Confluence: a file, or the product itself. */
export type ExistingArgument = { kind: 'none' } | { kind: 'file'; path: string } | SiteArgument;

/** What the dry run was asked, read from its arguments alone. Files and secrets are read later. */
export type DryRunArguments = Omit<SharedArguments, 'issuer' | 'mappingFile' | 'secret'> & {
  issuer: string;
  mappingFile: string;
  secret: NonNullable<SharedArguments['secret']>;
  existing: ExistingArgument;
  /** Null: those that an installation comes with. */
  administratorGroups: string[] | null;
  peopleFile: string | null;
  /** Null: what is kept meanwhile lies in a temporary folder, and a run that was killed begins anew. */
  data: string | null;
};

export type DryRunAsked =
  | { kind: 'help' }
  | { kind: 'run'; arguments: DryRunArguments }
  | { kind: 'refused'; problem: string };

export const dryRunHelp = `Usage: npm run --silent dry-run -- --issuer ADDRESS --client-id ID --secret-env NAME --mapping FILE [options]

Says what a mapping does to everybody: reads all people of the application's organization in Casdoor and all accounts
that are already in Jira or Confluence, and holds them against each other. It changes nothing anywhere.

${sharedHelp.issuer}
${sharedHelp.client}
${sharedHelp.scope}
${sharedHelp.mapping}
${sharedHelp.target}
  --existing FILE        the accounts that are there, as CSV in UTF-8 with the header
                         username,email,fullName,active,administrator,groups (groups separated by ";";
                         only username is needed)
  --atlassian URL        or ask Jira or Confluence at its base URL, as an administrator, with
    --user NAME          a user name and
    --password-env NAME  the password in this environment variable, or with
    --token-env NAME     a personal access token in this environment variable
  --admin-groups A,B     the groups that administer (default: those that an installation comes with)
  --people FILE          write what becomes of each person to this file, as CSV in the directory's order
  --data DIR             keep here what was read, so that a run that was interrupted and is started again with the
                         same arguments goes on from there; it is deleted at the end
${sharedHelp.trust}
${sharedHelp.http}
  --json                 print the result as JSON (docs/dry-run.schema.json) on standard output
  --help                 this text

Exit status: 0 nobody is harmed; 1 somebody is: refused, renamed, locked out, without a group that they have, or to
share an account; 2 arguments it cannot use; 3 not everybody could be told.
`;

const options = {
  ...sharedOptions,
  existing: { type: 'string' },
  atlassian: { type: 'string' },
  user: { type: 'string' },
  'password-env': { type: 'string' },
  'token-env': { type: 'string' },
  'admin-groups': { type: 'string' },
  people: { type: 'string' },
} as const;

/** Reads the command line. Never throws: what cannot be used is `refused`, with a sentence that names it. */
export const readDryRunArguments = (argv: readonly string[]): DryRunAsked => {
  const refuse = (problem: string): DryRunAsked => ({ kind: 'refused', problem });
  const shown = shownSecret(argv);
  if (shown !== null) return refuse(shown);
  const parsed = parseOptions(argv, options);
  if (!parsed.ok) return refuse(parsed.problem);
  const { values } = parsed;
  if (values.help) return { kind: 'help' };
  const read = readShared(values);
  if (!read.ok) return refuse(read.problem);
  const { issuer, mappingFile, secret, ...shared } = read.shared;
  if (issuer === null)
    return refuse('--issuer is missing. Give any address of your Casdoor, for example --issuer door.acme.example');
  if (secret === null)
    return refuse('--secret-env is missing: Casdoor shows its directory to nobody without the client secret.');
  if (mappingFile === null) return refuse('--mapping is missing: without a mapping there is nothing to be told.');
  const text = (name: keyof typeof options): string | null => textOf(values[name]);
  const existing = readExisting(text, shared.insecureHttp);
  if ('problem' in existing) return refuse(existing.problem);
  const named = text('admin-groups');
  const administratorGroups = named === null ? null : listOf(named);
  if (administratorGroups?.length === 0) return refuse('--admin-groups names no group.');
  return {
    kind: 'run',
    arguments: {
      ...shared,
      issuer,
      mappingFile,
      secret,
      existing,
      administratorGroups,
      peopleFile: text('people'),
      data: text('data'),
    },
  };
};

/** Why a password or token on the command line is refused before anything else is looked at; null where there is none. */
export const shownSecret = (argv: readonly string[]): string | null => {
  const shown = argv.find((argument) => /^--([\w-]+-)?(password|token)(=|$)/.test(argument))?.replace(/=.*$/s, '');
  if (shown === undefined) return null;
  const what = shown.endsWith('token') ? 'token' : 'password';
  return `A ${what} is never an argument, because every process list shows it. Use ${shown}-env NAME.`;
};

const readExisting = (
  text: (name: keyof typeof options) => string | null,
  allowsHttp: boolean,
): ExistingArgument | { problem: string } => {
  const path = text('existing');
  if (path !== null && text('atlassian') !== null)
    return refused('--existing and --atlassian are both given; one of them says who is there.');
  return readSite(text, allowsHttp) ?? (path === null ? { kind: 'none' } : { kind: 'file', path });
};

/** Which Jira or Confluence, and as whom it is asked; null where none is named. */
export const readSite = (
  text: (name: 'atlassian' | 'user' | 'password-env' | 'token-env') => string | null,
  allowsHttp: boolean,
): SiteArgument | { problem: string } | null => {
  const [address, user] = [text('atlassian'), text('user')];
  const [password, token] = [text('password-env'), text('token-env')];
  if (address === null) {
    const stray = (['user', 'password-env', 'token-env'] as const).find((name) => text(name) !== null);
    return stray === undefined ? null : refused(`--${stray} belongs to --atlassian, which is not given.`);
  }
  const url = baseUrlOf(address);
  if (url === null)
    return refused('--atlassian is no base URL. Give it as Jira or Confluence states it, without user and query.');
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowsHttp)
    return refused('--atlassian is an http address: credentials are sent there only with --insecure-http.');
  if (token !== null) {
    const other = user !== null ? '--user' : password !== null ? '--password-env' : null;
    if (other !== null) return refused(`--token-env and ${other} are both given; one way to sign in is enough.`);
    return { kind: 'token', url, tokenVariable: token };
  }
  if (user === null)
    return refused('--atlassian needs somebody to ask as: --user NAME with --password-env NAME, or --token-env NAME.');
  if (user.includes(':')) return refused('--user has a colon, which no user name can have in a request.');
  if (password === null) return refused('--user needs --password-env NAME.');
  return { kind: 'password', url, user, passwordVariable: password };
};

const baseUrlOf = (text: string): URL | null => {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '' ? url : null;
};
