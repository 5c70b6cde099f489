import { compared, holdsText } from './crowd';
import type { Json, UserDocument, World } from './documents';
import { addUser, ListBytes } from './listed-people';

export type ListAsked = {
  /** Empty: of every organization. */
  owner: string;
  /** `text` is in lower case. */
  search: { field: string; text: string } | null;
  sortField: string;
  isAscending: boolean;
};

export type ListedPeople = {
  total: number;
  /** A stretch of them as a list in JSON. */
  page: (from: number, to: number) => Buffer;
};

/**
 * People as a list has them: compared byte by byte, so that capitals come first; ties in the order of names. A page costs
 * what its own people cost: a crowd is sorted once, and those who are written out are put in at their places.
 */
export const listOf = ({ users, crowd }: World, { owner, search, sortField, isAscending }: ListAsked): ListedPeople => {
  const written = users
    .filter((user) => owner === '' || user.owner === owner)
    .filter((user) => search === null || holdsText(user[search.field], search.text))
    .sort(byField(sortField, isAscending));
  if (crowd === null || (owner !== '' && crowd.owner !== owner))
    return {
      total: written.length,
      page: (from, to) => {
        const list = new ListBytes(written.length);
        for (const user of written.slice(Math.max(0, from), to)) addUser(list, user);
        return list.end();
      },
    };
  const sorted = crowd.order(sortField, isAscending);
  const order = search === null ? sorted : crowd.holding(search.field, search.text, sorted);
  // Where each of the written ones stands among all.
  const stands = new Map(
    written.map((user, at): [number, UserDocument] => {
      const about = { value: user[sortField] as Json, name: user.name };
      return [crowd.before(order, sortField, isAscending, about) + at, user];
    }),
  );
  const total = written.length + order.length;
  return {
    total,
    page: (from, to) => {
      const first = Math.max(0, from);
      const list = new ListBytes(Math.min(to, total) - first);
      let ahead = [...stands.keys()].filter((at) => at < first).length;
      for (let at = first; at < Math.min(to, total); at += 1) {
        const user = stands.get(at);
        if (user === undefined) crowd.addTo(list, order[at - ahead] ?? 0);
        else {
          ahead += 1;
          addUser(list, user);
        }
      }
      return list.end();
    },
  };
};

const byField =
  (key: string, isAscending: boolean) =>
  (one: UserDocument, other: UserDocument): number => {
    const order = compared(one[key], other[key]);
    return order !== 0 ? (isAscending ? order : -order) : compared(one.name, other.name);
  };
