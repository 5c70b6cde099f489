import { shownOrganization } from './accounts';
import { authenticatedApplication } from './application-access';
import { wrongId } from './applications';
import { blankUserNames, type JsonObject, type UserDocument } from './documents';
import { answered, denied, type Exchange, filtered, type Reply, refused, saying } from './exchange';
import { type State, userByName } from './state';

/** Opens to an application's own credentials alone; Casdoor refuses with HTTP 200. */
const guarded =
  (read: (state: State, exchange: Exchange) => Reply) =>
  (state: State, exchange: Exchange): Reply =>
    authenticatedApplication(state, exchange) === undefined ? denied(exchange) : read(state, exchange);

/**
 * `GET /api/get-users`: a page with the total in `data2`, or everybody where no page is asked for. A page past the end is
 * the last page again, and page 0 the first.
 */
export const getUsers = guarded((state, exchange) => {
  const { query } = exchange;
  const sortField = query.get('sortField') ?? '';
  if (sortField !== '' && !blankUserNames.has(sortField)) {
    return refused(`SQL logic error: no such column: a.${columnOf(sortField)} (1)`);
  }
  const field = query.get('field') ?? '';
  if (field !== '' && !blankUserNames.has(field))
    return refused(`SQL logic error: no such column: ${columnOf(field)} (1)`);
  const value = (query.get('value') ?? '').toLowerCase();
  const found = state.world.users
    .filter((user) => (query.get('owner') ?? '') === '' || user.owner === query.get('owner'))
    .filter(
      (user) =>
        field === '' ||
        String(user[field] ?? '')
          .toLowerCase()
          .includes(value),
    )
    .sort(byField(sortField, query.get('sortOrder') === 'ascend'));
  if (!query.has('pageSize') || !query.has('p')) return answered(found.map(listed));
  const size = Number(query.get('pageSize'));
  // Casdoor breaks on a size that is no number.
  if (!Number.isInteger(size)) return { status: 500, body: { nothing: true } };
  const pages = Math.max(1, Math.ceil(found.length / size));
  const page = Math.min(Math.max(1, Number.parseInt(query.get('p') ?? '', 10) || 1), pages);
  return answered(found.slice((page - 1) * size, page * size).map(listed), found.length);
});

/** Without a field: the newest first. Compared byte by byte, so that capitals come first; ties in the order of names. */
const byField =
  (field: string, isAscending: boolean) =>
  (one: UserDocument, other: UserDocument): number => {
    const key = field === '' ? 'createdTime' : field;
    const order = compared(one[key], other[key]);
    return order !== 0 ? (isAscending ? order : -order) : compared(one.name, other.name);
  };

const compared = (one: unknown, other: unknown): number => {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return Buffer.compare(Buffer.from(String(one ?? '')), Buffer.from(String(other ?? '')));
};

/** 181 keys: what is looked up for one person alone is left out. The password is masked, its salt is not. */
const listed = (user: UserDocument): JsonObject => {
  const { multiFactorAuths: _, ...rest } = user;
  return { ...rest, password: '***', roles: null, permissions: null };
};

/** `GET /api/get-user`, by id or by e-mail, phone or user id within an owner. Nobody is an answer, not an error. */
export const getUser = (state: State, exchange: Exchange): Reply => {
  const { query } = exchange;
  // Open to anybody as far as the person may be seen by anybody, which nobody here may.
  if (authenticatedApplication(state, exchange) === undefined) return refused(saying(exchange, 'not-signed-in'));
  const id = query.get('id') ?? '';
  if (id !== '' && !id.includes('/')) return filtered(wrongId(id));
  const slash = id.indexOf('/');
  const user =
    id !== ''
      ? userByName(state, id.slice(0, slash), id.slice(slash + 1))
      : state.world.users.find(
          (each) =>
            each.owner === query.get('owner') &&
            (['email', 'phone'].some((key) => query.has(key) && each[key] === query.get(key)) ||
              (query.has('userId') && each.id === query.get('userId'))),
        );
  return answered(user === undefined ? null : { ...user, password: '***' });
};

/** The name of a key in the table. */
const columnOf = (key: string): string => key.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

export const getUserCount = guarded((state, exchange) => {
  const online = exchange.query.get('isOnline') ?? '';
  const users = state.world.users.filter((user) => user.owner === exchange.query.get('owner'));
  return answered(users.filter((user) => online === '' || (user.isOnline === true) === (online === '1')).length);
});

export const getGroups = guarded((state, exchange) =>
  answered(
    state.world.groups
      .filter((group) => group.owner === exchange.query.get('owner'))
      .map((group) => ({
        ...group,
        users: state.world.users
          .filter((user) => user.groups.includes(`${group.owner}/${group.name}`))
          .map((user) => `${user.owner}/${user.name}`),
      })),
  ),
);

export const getOrganization = guarded((state, exchange) =>
  answered(shownOrganization(state, exchange.query.get('id') ?? '', false)),
);

export const getVersion = guarded((state) => answered(state.version));
