import * as v from 'valibot';
import type { Account } from '../../contract/mapping';
import { nameKey } from '../../mapping/same-name';
import type { AskFailure } from './ask-json';

/** An account as it came, with what tells it from others: its user name without capitals, on Cloud its account id. */
export type FoundUser = { key: string; account: Account };

/** Some users, with how many could not be read; or why there are no more. A source ends after its first failure. */
export type UserPage = { users: FoundUser[]; unreadable: number } | { failure: AskFailure };

/** A list whose items are read one by one: a user without a name does not hide the others. */
export const rawUsers = v.array(v.unknown());

const text = v.nullish(v.string(), null);

/** User of Jira Data Center, REST v2. E-mail and display name are there for whoever may browse users. */
export const jiraUser = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  emailAddress: text,
  displayName: text,
  active: v.optional(v.boolean(), true),
});

/** The same with `expand=groups`. */
export const jiraUserWithGroups = v.object({
  ...jiraUser.entries,
  key: text,
  groups: v.optional(v.object({ size: v.optional(v.number()), items: v.array(v.object({ name: v.string() })) })),
});

/** User of Jira Cloud, REST v3: no user name, and an e-mail only where the profile shows it. */
export const cloudUser = v.object({
  accountId: v.pipe(v.string(), v.minLength(1)),
  accountType: v.optional(v.string(), 'atlassian'),
  emailAddress: text,
  displayName: text,
  active: v.optional(v.boolean(), true),
});

/** User of Confluence Data Center. Whether an answer has an e-mail is not documented; what is not there is not known. */
export const confluenceUser = v.object({
  username: v.pipe(v.string(), v.minLength(1)),
  displayName: text,
  email: text,
  userKey: text,
});

/** User of Confluence Cloud, REST v1: the e-mail is empty where the profile does not show it. */
export const confluenceCloudUser = v.object({
  accountId: v.pipe(v.string(), v.minLength(1)),
  accountType: v.optional(v.string(), 'atlassian'),
  displayName: text,
  publicName: text,
  email: text,
});

export const foundInJira = (user: v.InferOutput<typeof jiraUser>): FoundUser => ({
  key: nameKey(user.name),
  account: {
    username: user.name,
    email: user.emailAddress,
    fullName: user.displayName,
    active: user.active,
    groups: null,
  },
});

/** An e-mail that is hidden is absent or empty, so neither says that there is none. */
export const foundInCloud = (user: v.InferOutput<typeof cloudUser>): FoundUser => ({
  key: user.accountId,
  account: {
    username: '',
    email: user.emailAddress || null,
    fullName: user.displayName,
    active: user.active,
    groups: null,
  },
});

/** Confluence tells nothing of accounts that are not active. */
export const foundInConfluenceCloud = (user: v.InferOutput<typeof confluenceCloudUser>): FoundUser => ({
  key: user.accountId,
  account: {
    username: '',
    email: user.email || null,
    fullName: user.displayName ?? user.publicName,
    active: true,
    groups: null,
  },
});

/** Confluence lists accounts that are active. */
export const foundInConfluence = (user: v.InferOutput<typeof confluenceUser>): FoundUser => ({
  key: nameKey(user.username),
  account: {
    username: user.username,
    email: user.email || null,
    fullName: user.displayName,
    active: true,
    groups: null,
  },
});

/** What `jiraUser` makes of a value, null where it refuses it; at a fifth of the time, for there may be a million. */
export const asJiraUser = (value: unknown): v.InferOutput<typeof jiraUser> | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { name, emailAddress, displayName, active } = value as { [Key in keyof typeof jiraUser.entries]?: unknown };
  if (typeof name !== 'string' || name === '' || !isText(emailAddress) || !isText(displayName)) return null;
  if (active !== undefined && typeof active !== 'boolean') return null;
  return { name, emailAddress: emailAddress ?? null, displayName: displayName ?? null, active: active ?? true };
};

const isText = (value: unknown): value is string | null | undefined =>
  typeof value === 'string' || value === null || value === undefined;

/** Reads each user of a page of Jira Data Center. */
export const readJiraUsers = (values: readonly unknown[]): { users: FoundUser[]; unreadable: number } => {
  const users: FoundUser[] = [];
  for (const value of values) {
    const user = asJiraUser(value);
    if (user !== null) users.push(foundInJira(user));
  }
  return { users, unreadable: values.length - users.length };
};

/** Reads each user of a page. */
export const readUsers = <Shape extends v.GenericSchema>(
  values: readonly unknown[],
  shape: Shape,
  found: (user: v.InferOutput<Shape>) => FoundUser,
): { users: FoundUser[]; unreadable: number } => {
  const users: FoundUser[] = [];
  for (const value of values) {
    const read = v.safeParse(shape, value);
    if (read.success) users.push(found(read.output));
  }
  return { users, unreadable: values.length - users.length };
};
