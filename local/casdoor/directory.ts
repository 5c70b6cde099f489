import { shownOrganization } from './accounts';
import { authenticatedApplication } from './application-access';
import { wrongId } from './applications';
import { blankUserNames, type UserDocument, type World } from './documents';
import { answered, answeredList, denied, type Exchange, filtered, type Reply, refused, saying } from './exchange';
import { listOf } from './list-people';
import { type State, userByName, userWith } from './state';

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
  const people = listOf(state.world, {
    owner: query.get('owner') ?? '',
    search: field === '' ? null : { field, text: value },
    // Without a field: the newest first.
    sortField: sortField === '' ? 'createdTime' : sortField,
    isAscending: query.get('sortOrder') === 'ascend',
  });
  if (!query.has('pageSize') || !query.has('p')) return answeredList(people.page(0, people.total));
  const size = Number(query.get('pageSize'));
  // Casdoor breaks on a size that is no number.
  if (!Number.isInteger(size)) return { status: 500, body: { nothing: true } };
  const pages = Math.max(1, Math.ceil(people.total / size));
  const page = Math.min(Math.max(1, Number.parseInt(query.get('p') ?? '', 10) || 1), pages);
  return answeredList(people.page((page - 1) * size, page * size), people.total);
});

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
      : [
          ['email', query.get('email')],
          ['phone', query.get('phone')],
          ['id', query.get('userId')],
        ]
          .map(([key, value]) =>
            key && value != null ? userWith(state, query.get('owner') ?? '', key, value) : undefined,
          )
          .find((found) => found !== undefined);
  return answered(user === undefined ? null : { ...user, password: '***' });
};

/** The name of a key in the table. */
const columnOf = (key: string): string => key.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

export const getUserCount = guarded((state, exchange) => {
  const online = exchange.query.get('isOnline') ?? '';
  const owner = exchange.query.get('owner');
  const users = state.world.users.filter((user) => user.owner === owner);
  const found = users.filter((user) => online === '' || (user.isOnline === true) === (online === '1'));
  const { crowd } = state.world;
  // Nobody of a crowd is online.
  return answered(found.length + (crowd === null || crowd.owner !== owner || online === '1' ? 0 : crowd.size));
});

export const getGroups = guarded((state, exchange) => {
  const members = new Map<string, string[]>();
  for (const { owner, name, groups } of membersToBe(state.world))
    for (const group of groups) {
      const list = members.get(group);
      if (list) list.push(`${owner}/${name}`);
      else members.set(group, [`${owner}/${name}`]);
    }
  return answered(
    state.world.groups
      .filter((group) => group.owner === exchange.query.get('owner'))
      .map((group) => ({ ...group, users: members.get(`${group.owner}/${group.name}`) ?? [] })),
  );
});

function* membersToBe({ users, crowd }: World): Generator<Pick<UserDocument, 'owner' | 'name' | 'groups'>> {
  yield* users;
  for (let place = 0; crowd !== null && place < crowd.size; place += 1) {
    const groups = crowd.told('groups', place);
    const name = String(crowd.told('name', place));
    yield { owner: crowd.owner, name, groups: Array.isArray(groups) ? groups.map(String) : [] };
  }
}

export const getOrganization = guarded((state, exchange) =>
  answered(shownOrganization(state, exchange.query.get('id') ?? '', false)),
);

export const getVersion = guarded((state) => answered(state.version));
