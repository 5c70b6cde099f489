import type { Answer, ApplicationConfiguration, Attempt } from '../checks/evidence';
import type { CasdoorAddress } from '../contract/address';
import type { Claims } from '../contract/mapping';
import type { FetchPage, PageAnswer } from '../directory/ask-page';
import type { Secret } from '../secrets/secret';
import { openApplication } from './open-application';
import { isRecord } from './read-metadata';
import { readPeople, readPerson } from './read-people';
import type { ProbeRequest, Vantage } from './vantage';

export type DirectoryOptions = {
  address: CasdoorAddress;
  clientId: string;
  secret: Secret;
  /** The administrator's word that the secret may travel over http to this address. */
  allowsHttp: boolean;
  vantage: Vantage;
  signal: AbortSignal;
};

/** Why nobody can be read: a whole sentence. */
export type DirectoryProblem = { problem: string };

/** A field as Casdoor's own list of users names it. */
export type PeopleOrder = { sortField: string; sortOrder: 'ascend' | 'descend' };

/** The organization of one client, opened with the client's own credentials. */
export type Directory = {
  issuer: string | null;
  application: ApplicationConfiguration;
  /** Whose people they are: of a shared application the one that its client ID names. */
  organization: string;
  /** A page of everybody, sorted by name, as bytes, which stand until the next page is asked for. */
  fetchPage: FetchPage;
  /** The first people by name, or those whose name, display name or e-mail holds `search`. */
  list: (search: string, limit: number) => Promise<{ total: number; users: Claims[] } | DirectoryProblem>;
  /** A page of everybody from 1, sorted by name unless told. */
  page: (
    page: number,
    size: number,
    order?: PeopleOrder,
  ) => Promise<{ total: number; users: Claims[] } | DirectoryProblem>;
  /** One person with roles and permissions, which a list does not carry; null where there is none. */
  person: (name: string) => Promise<{ claims: Claims | null } | DirectoryProblem>;
};

/** A person is about 3 kB, and may carry much more. */
export const peopleLimit = 4 * 1024 * 1024;
/** A page of a thousand is about 3 MB; people with pictures as data URLs are halved until they fit. */
export const pageLimit = 64 * 1024 * 1024;
/** Milliseconds: a database sorts a million people for a page. */
const pageTimeout = 60_000;
/** What a search looks through, as Casdoor's own list names it. */
const searched = ['name', 'displayName', 'email'] as const;

/**
 * Opens the directory once the address has proved to be Casdoor: before that the secret is sent to nobody, and after it
 * only to Casdoor's own paths on the typed origin.
 */
export const openDirectory = async (options: DirectoryOptions): Promise<Directory | DirectoryProblem> => {
  const { clientId, secret, signal, vantage } = options;
  const opened = await openApplication(options);
  if ('problem' in opened) return opened;
  const { application, organization, issuer, urls } = opened;
  const credentials = { clientId, secret };
  const ask = (request: Omit<ProbeRequest, 'method'>) => vantage.request({ method: 'GET', ...request }, signal);

  const page = async (at: number, size: number, more: PeopleOrder | { field: string; value: string } | null = null) => {
    const url = new URL(urls.users(organization, at, size));
    for (const [name, value] of Object.entries(more ?? {})) url.searchParams.set(name, value);
    const attempt = await ask({ url: url.href, credentials, limit: peopleLimit });
    return attempt.answered ? readPeople(attempt.value.json) : null;
  };

  return {
    issuer,
    application,
    organization,
    fetchPage: pagesOf((at, size, into, until) => {
      const request: ProbeRequest = { method: 'GET', url: urls.users(organization, at, size), credentials };
      return vantage.bytes({ ...request, ...into, limit: pageLimit, timeout: pageTimeout }, until);
    }),
    list: async (search, limit) => {
      if (search === '') return (await page(1, limit)) ?? unread;
      const pages = await Promise.all(searched.map((field) => page(1, limit, { field, value: search })));
      if (pages.some((one) => one === null)) return unread;
      const found = new Map<string, Claims>();
      for (const user of pages.flatMap((one) => one?.users ?? []))
        if (holds(user, search)) found.set(String(user.name), user);
      const users = [...found.values()].slice(0, limit);
      return { total: Math.max(users.length, ...pages.map((one) => one?.total ?? 0)), users };
    },
    page: async (at, size, order) => (await page(at, size, order)) ?? unread,
    person: async (name) => {
      const read = personIn(await ask({ url: urls.person(organization, name), credentials, limit: peopleLimit }));
      return read === undefined ? unread : { claims: read };
    },
  };
};

type AskPage = (
  page: number,
  size: number,
  into: Pick<ProbeRequest, 'into'>,
  signal: AbortSignal,
) => Promise<Attempt<PageAnswer>>;

/** Each page lies where the one before lay: a million people would otherwise leave gigabytes for the collector. */
const pagesOf = (ask: AskPage): FetchPage => {
  let spare: ArrayBufferLike | null = null;
  return async (page, size, signal) => {
    const into = spare === null ? {} : { into: new Uint8Array(spare) };
    // Whoever asks for two at a time gets two places.
    spare = null;
    const attempt = await ask(page, size, into, signal);
    if (attempt.answered) spare = attempt.value.bytes.buffer;
    return attempt;
  };
};

/** What get-user says of a person; null where there is nobody of this name, undefined where Casdoor did not tell. */
export const personIn = (attempt: Attempt<Answer>): Claims | null | undefined => {
  const data = dataOf(attempt);
  if (data === undefined) return undefined;
  return isRecord(data) ? readPerson(data) : null;
};

const dataOf = (attempt: Attempt<Answer>): unknown =>
  attempt.answered && isRecord(attempt.value.json) && attempt.value.json.status === 'ok'
    ? attempt.value.json.data
    : undefined;

const unread: DirectoryProblem = { problem: 'Casdoor did not show its directory to this client.' };

/** Casdoor compares as its database does, where `_` and `%` stand for anything. */
const holds = (user: Claims, search: string): boolean =>
  searched.some((field) =>
    String(user[field] ?? '')
      .toLowerCase()
      .includes(search.toLowerCase()),
  );
