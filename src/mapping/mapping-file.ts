import * as v from 'valibot';
import { claimSources, type Mapping, type MappingRules } from '../contract/mapping';
import { type Plugin, pluginNames } from '../contract/target';
import { ruleKeys, ruleKeysOf } from './rules-of';
import { ruleEntries, ruleRemedies } from './rules-shape';

/** The mapping file as it is written, `docs/mapping.schema.json`; the plugin's settings stand beside the claims. */
export type MappingFile = {
  schema: 1;
  source?: 'id_token' | 'userinfo' | 'get-account';
  username: string;
  email: string;
  groups?: string;
} & MappingRules &
  ({ fullName: string } | { firstName: string; lastName: string });

/** What is wrong with a mapping, and what to do about it: whole sentences. */
export type MappingProblem = {
  /** The key of the file; null where all of it is meant. */
  field: string | null;
  message: string;
  remedy: string;
};

export type ParsedMapping = { ok: true; mapping: Mapping } | { ok: false; problems: MappingProblem[] };

/**
 * Reads the mapping file, parsed from JSON, for one plugin. All problems are told at once. Without a source the ID
 * token is taken; Atlassian's own SSO has an order of its own and takes none.
 */
export const parseMapping = (input: unknown, plugin: Plugin): ParsedMapping => {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return { ok: false, problems: [problem(null, 'A mapping is a JSON object.', `Write it as ${example(plugin)}.`)] };
  const problems = [
    ...Object.keys(input).flatMap((key) => problemOfKey(key, plugin)),
    ...problemsOfName(input),
    ...problemsOfSource(input, plugin),
  ];
  const read = v.safeParse(fields, input);
  if (!read.success) {
    for (const issue of read.issues) {
      const field = String(issue.path?.[0]?.key ?? '');
      const message = issue.received === 'undefined' ? `${wordsOf(field)} is missing.` : issue.message;
      problems.push(problem(field, message, remedies[field] ?? 'Look it up in docs/mapping.md.'));
    }
    return { ok: false, problems: inOrder(problems) };
  }
  const { schema: _schema, source, username, email, fullName, firstName, lastName, groups, ...rules } = read.output;
  if (JSON.stringify(rules).length > longestRules)
    problems.push(problem(null, 'The settings of the mapping have more than 60,000 characters.', 'Map fewer groups.'));
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  return {
    ok: true,
    mapping: {
      schema: 1,
      source: plugin === 'atlassian-dc' ? null : (source ?? 'id_token'),
      username,
      email,
      name: fullName === undefined ? { firstName: firstName ?? '', lastName: lastName ?? '' } : { fullName },
      groups: groups ?? null,
      ...(Object.keys(rules).length === 0 ? {} : { rules }),
    },
  };
};

/** Characters of all settings together, so that a mapping can be kept whatever its letters. */
const longestRules = 60_000;

/** The same mapping as it is written into a file. */
export const mappingFileOf = ({ source, username, email, name, groups, rules = {} }: Mapping): MappingFile => ({
  schema: 1,
  ...(source === null ? {} : { source }),
  username,
  email,
  ...name,
  ...(groups === null ? {} : { groups }),
  ...rules,
});

/** Written out in the sentence: Intl costs a cold start more than all the rest of this file. */
const longest = { value: 1000, words: '1,000' };
const claim = (what: string) =>
  v.pipe(
    v.string(`${what} is missing, or is no text.`),
    v.regex(/\S/, `${what} is empty.`),
    v.maxLength(longest.value, `${what} has more than ${longest.words} characters.`),
  );
const words: Readonly<Record<string, string>> = {
  schema: 'The schema of the mapping',
  username: 'The username claim',
  email: 'The e-mail claim',
};
const wordsOf = (field: string | null) => words[field ?? ''] ?? 'Something';
const fields = v.object({
  schema: v.literal(1, 'The schema of a mapping is the number 1.'),
  source: v.optional(v.picklist(claimSources, 'The source is none that a plugin reads.')),
  username: claim('The username claim'),
  email: claim('The e-mail claim'),
  fullName: v.optional(claim('The claim of the full name')),
  firstName: v.optional(claim('The claim of the first name')),
  lastName: v.optional(claim('The claim of the last name')),
  groups: v.optional(claim('The group claim')),
  ...ruleEntries,
});
const knownKeys = Object.keys(fields.entries);

const remedies: Readonly<Record<string, string>> = {
  schema: 'Write "schema": 1.',
  source: `Write one of ${claimSources.map((source) => `"${source}"`).join(', ')}, or leave it out for the ID token.`,
  username: 'Write the claim of the username, for example "username": "name".',
  email: 'Write the claim of the e-mail, for example "email": "email".',
  fullName: 'Write one claim, for example "fullName": "displayName".',
  firstName: 'Write one claim, for example "firstName": "firstName".',
  lastName: 'Write one claim, for example "lastName": "lastName".',
  groups: 'Write one claim, for example "groups": "groups", or leave it out.',
  ...ruleRemedies,
};

const problem = (field: string | null, message: string, remedy: string): MappingProblem => ({ field, message, remedy });

/** In the order of the file's description; what names no known field comes last. */
const inOrder = (problems: MappingProblem[]) => {
  const place = ({ field }: MappingProblem) => {
    const at = knownKeys.indexOf(field ?? '');
    return at < 0 ? knownKeys.length : at;
  };
  return problems.toSorted((one, other) => place(one) - place(other));
};

const problemOfKey = (key: string, plugin: Plugin): MappingProblem[] => {
  const rule = ruleKeys.find((one) => one === key);
  if (rule !== undefined && !ruleKeysOf(plugin).includes(rule))
    return [
      problem(
        key,
        `"${key}" is a setting of ${pluginNames.miniorange}; ${pluginNames[plugin]} has none of this kind.`,
        'Leave it out.',
      ),
    ];
  if (knownKeys.includes(key)) return [];
  const near = knownKeys.find((known) => alike(known) === alike(key));
  const remedy = near === undefined ? `Known are ${knownKeys.join(', ')}.` : `Perhaps "${near}" is meant.`;
  return [problem(key.slice(0, longest.value), `A mapping has no key "${key.slice(0, longest.value)}".`, remedy)];
};

const alike = (key: string) => key.toLowerCase().replaceAll(/[^a-z]/g, '');

const problemsOfName = (input: object): MappingProblem[] => {
  const has = (key: string) => Object.hasOwn(input, key);
  if (has('fullName') && (has('firstName') || has('lastName')))
    return [
      problem(
        'fullName',
        'The full name is mapped both whole and in two halves.',
        'Keep either fullName, or firstName and lastName.',
      ),
    ];
  if (has('fullName') || (has('firstName') && has('lastName'))) return [];
  const lacking = has('firstName') ? 'lastName' : has('lastName') ? 'firstName' : 'fullName';
  return [
    problem(
      lacking,
      lacking === 'fullName'
        ? 'The full name is not mapped.'
        : `Of the two halves of the name, ${lacking} is not mapped.`,
      lacking === 'fullName'
        ? 'Write fullName, or firstName and lastName.'
        : `Write ${lacking} too, or fullName instead of both.`,
    ),
  ];
};

const problemsOfSource = (input: object, plugin: Plugin): MappingProblem[] =>
  plugin === 'atlassian-dc' && Object.hasOwn(input, 'source')
    ? [
        problem(
          'source',
          `${pluginNames[plugin]} takes no source: it reads the ID token, then userinfo for the username.`,
          'Leave source out.',
        ),
      ]
    : [];

const example = (plugin: Plugin) =>
  plugin === 'atlassian-dc'
    ? '{"schema": 1, "username": "${name}", "email": "${email}", "fullName": "${displayName}"}'
    : '{"schema": 1, "username": "name", "email": "email", "fullName": "displayName"}';
