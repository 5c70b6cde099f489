import * as v from 'valibot';
import { readAddress } from '../casdoor/address';
import type { Directory } from '../casdoor/directory';
import type { Claims } from '../contract/mapping';
import type { DirectoryPerson } from '../contract/panel-calls';
import { failed, type Result, succeeded } from '../contract/result';
import { documentedScopes } from '../contract/target';
import { mappingShape, targetId } from '../store/shapes';
import type { Asked, Calls } from './call';
import { type CasdoorSettings, casdoorOf } from './casdoor-of';
import { requireTarget } from './panel-state';

/** People shown at once; who looks for somebody else types a part of the name. */
const peopleShown = 20;
/** Milliseconds for all requests together: a call on Forge lives 25 s. */
const lookLasts = 15_000;
const typed = v.pipe(v.string(), v.maxLength(200));

/** Mapping: which claims become which fields, and what that makes of one person. */
export const mappingCalls: Calls<'saveMapping' | 'people' | 'person'> = {
  saveMapping: {
    payload: v.strictObject({
      target: targetId,
      base: v.pipe(v.number(), v.integer(), v.minValue(0)),
      mapping: mappingShape,
    }),
    answer: async (asked, { target, base, mapping }) => {
      const settings = await requireTarget(asked, target);
      const { mappingFileOf, parseMapping } = await import('../mapping/mapping-file');
      const read = parseMapping(mappingFileOf(mapping), settings.value.plugin);
      if (!read.ok) {
        const [first] = read.problems;
        return failed('refused', first?.message ?? 'This mapping cannot be used.', {
          field: `mapping.${first?.field ?? ''}`.replace(/\.$/, ''),
          ...(first ? { remedy: first.remedy } : {}),
        });
      }
      return succeeded(await asked.store.mapping(target).save(base, mapping));
    },
  },
  people: {
    payload: v.strictObject({ target: targetId, search: typed }),
    answer: (asked, { target, search }) =>
      inDirectory(asked, target, async (directory) => {
        const list = await directory.list(search.trim(), peopleShown);
        if ('problem' in list) return failed('refused', list.problem);
        return succeeded({ people: list.users.map(personOf), total: list.total });
      }),
  },
  person: {
    payload: v.strictObject({ target: targetId, name: v.pipe(typed, v.minLength(1)) }),
    answer: (asked, { target, name }) =>
      inDirectory(asked, target, async (directory, { settings }, clientId) => {
        const read = await directory.person(name);
        if ('problem' in read) return failed('refused', read.problem);
        const found = read.claims;
        if (!found) return failed('not-found', `There is nobody named "${name}" in this organization.`);
        const scopes = (settings?.scopes || documentedScopes).split(/[\s,+]+/).filter(Boolean);
        const { issuer, application } = directory;
        const { claimsFromDirectory } = await import('../mapping/claims-from-directory');
        const derived = claimsFromDirectory(found, application, { scopes, clientId, issuer });
        return succeeded({
          person: personOf(found),
          ...(typeof found.owner === 'string' && { organization: found.owner }),
          bySource: derived.bySource,
          withheld: derived.withheld,
          untold: derived.untold,
          tokenFormat: derived.tokenFormat,
        });
      }),
  },
};

const inDirectory = async <T>(
  asked: Asked,
  target: string,
  act: (directory: Directory, casdoor: CasdoorSettings, clientId: string) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const casdoor = await casdoorOf(asked, target);
  const reading = readAddress(casdoor.connection.address);
  if (!reading.ok) return failed('refused', 'The saved address cannot be read.', { field: 'address' });
  const clientId = casdoor.settings?.clientId || (reading.value.clientId ?? '');
  if (clientId === '') return failed('refused', 'People are read with the client: save the client ID first.');
  if (!casdoor.secret) return failed('refused', 'People are read with the client secret: save it on Client first.');
  const vantage = casdoor.vantage();
  try {
    const { openDirectory } = await import('../casdoor/directory');
    const directory = await openDirectory({
      address: reading.value,
      clientId,
      secret: casdoor.secret,
      allowsHttp: casdoor.connection.allowsHttp,
      vantage,
      signal: AbortSignal.timeout(lookLasts),
    });
    if ('problem' in directory) return failed('refused', directory.problem);
    return await act(directory, casdoor, clientId);
  } finally {
    await vantage.close();
  }
};

const personOf = (user: Claims): DirectoryPerson => ({
  name: String(user.name ?? ''),
  displayName: typeof user.displayName === 'string' ? user.displayName : '',
  isForbidden: user.isForbidden === true,
  isDeleted: user.isDeleted === true,
});
