import * as v from 'valibot';
import type { Product } from '../../contract/target';
import { type Asked, type Asking, askJson } from './ask-json';

/** Somebody signed in, as the product's audit log has it. */
export type LoggedSignIn = {
  user: string;
  /** Milliseconds since 1970 by the product's own clock. */
  at: number;
  /** Null where the event does not tell which way they came in. */
  way: 'plugin' | 'password' | null;
};

export type AuditLook = {
  /** Newest first. */
  signIns: LoggedSignIn[];
  /** Sign-ins of which the log does not name the account. */
  nameless: number;
  /** There are older events since the moment asked for that were not read. */
  isCut: boolean;
};

/*
 * `GET /rest/auditing/1.0/events`, Jira 8.8, Confluence 7.5 and later: the shape is documented, newest first. The keys of
 * the events are those that Elastic's integration meets in both products. Which coverage records them differs by version
 * and set-up, and no field is known that tells a sign-in through a plugin from one by password; an event that names a way
 * in its own words is taken by them.
 */
const signInKeys: Record<Product, string> = {
  jira: 'jira.auditing.user.logged.in',
  confluence: 'audit.logging.summary.login.success',
};

const text = v.nullish(v.string(), null);
const about = v.object({ name: text, type: text, uri: text });
const event = v.object({
  timestamp: v.pipe(v.string(), v.isoTimestamp()),
  author: v.nullish(about, null),
  affectedObjects: v.nullish(v.array(about), []),
  method: text,
  extraAttributes: v.nullish(v.array(v.object({ name: text, value: text })), []),
  type: v.object({ actionI18nKey: text }),
});
type Event = v.InferOutput<typeof event>;
const page = v.object({
  entities: v.array(v.unknown()),
  pagingInfo: v.optional(v.object({ lastPage: v.optional(v.boolean()) })),
});

const size = 200;
const mostPages = 10;
/** Milliseconds. */
const lookedBack = 7 * 86_400_000;

/** @param since Milliseconds since 1970 by the product's own clock. Needs an administrator. */
export const signInsSince = async (asking: Asking, product: Product, since: number): Promise<Asked<AuditLook>> => {
  const look: AuditLook = { signIns: [], nameless: 0, isCut: true };
  for (let number = 0; number < mostPages && look.isCut; number += 1) {
    const asked = await askPage(asking, { from: since, offset: number * size });
    if (!asked.ok) return asked;
    const { entities, isLast } = asked.value;
    takeSignIns(entities, product, look);
    look.isCut = !isLast;
  }
  look.signIns = look.signIns.filter(({ at }) => at >= since);
  return { ok: true, value: look };
};

/** Those among the last events before a moment: whether sign-ins are recorded at all, and their ways. */
export const signInsBefore = async (asking: Asking, product: Product, before: number): Promise<Asked<AuditLook>> => {
  const asked = await askPage(asking, { from: before - lookedBack, to: before, offset: 0 });
  if (!asked.ok) return asked;
  const look: AuditLook = { signIns: [], nameless: 0, isCut: !asked.value.isLast };
  takeSignIns(asked.value.entities, product, look);
  return { ok: true, value: look };
};

type Stretch = { from: number; to?: number; offset: number };

const askPage = async (
  asking: Asking,
  { from, to, offset }: Stretch,
): Promise<Asked<{ entities: unknown[]; isLast: boolean }>> => {
  const query = new URLSearchParams({
    from: new Date(from).toISOString(),
    ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
    offset: String(offset),
    limit: String(size),
  });
  const asked = await askJson(asking, `/rest/auditing/1.0/events?${query.toString()}`, page);
  if (!asked.ok) return asked;
  const { entities, pagingInfo } = asked.value;
  // A server may give fewer a page than it is asked for.
  return { ok: true, value: { entities, isLast: pagingInfo?.lastPage ?? entities.length === 0 } };
};

const takeSignIns = (entities: readonly unknown[], product: Product, look: AuditLook): void => {
  for (const entity of entities) {
    const read = v.safeParse(event, entity);
    // One of another shape is none that is looked for: the log holds whatever apps put there.
    if (!read.success || read.output.type.actionI18nKey !== signInKeys[product]) continue;
    const user = userOf(read.output, product);
    if (user === null) look.nameless += 1;
    else look.signIns.push({ user, at: Date.parse(read.output.timestamp), way: wayOf(read.output) });
  }
};

/** The account that the event is about, else who it says has done it: before a sign-in that may be nobody. */
const userOf = ({ affectedObjects, author }: Event, product: Product): string | null => {
  for (const one of [...(affectedObjects ?? []), ...(author ? [author] : [])]) {
    if (!/user$/i.test(one.type ?? '')) continue;
    const named = nameIn(one.uri);
    if (named !== null) return named;
    // Confluence has the full name there.
    if (product === 'jira' && one === author && one.name && !/^anonymous$/i.test(one.name)) return one.name;
  }
  return null;
};

/** `…/ViewProfile.jspa?name=amara` in Jira, `…/viewuser.action?username=amara` in Confluence. */
const nameIn = (uri: string | null): string | null => {
  if (uri === null || !URL.canParse(uri)) return null;
  const query = new URL(uri).searchParams;
  return query.get('username') || query.get('name') || null;
};

const wayOf = ({ method, extraAttributes }: Event): LoggedSignIn['way'] => {
  const words = [method ?? '', ...(extraAttributes ?? []).map(({ value }) => value ?? '')];
  if (words.some((word) => /\b(sso|single sign[ -]?on|oidc|openid|oauth|saml)\b/i.test(word))) return 'plugin';
  return words.some((word) => /\b(password|login form)\b/i.test(word)) ? 'password' : null;
};
