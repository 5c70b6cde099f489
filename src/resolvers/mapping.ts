import * as v from 'valibot';
import { failed, succeeded } from '../contract/result';
import { mappingShape, targetId } from '../store/shapes';
import type { Calls } from './call';
import { inDirectory, personOf } from './in-directory';
import { requireTarget } from './panel-state';

/** People shown at once; who looks for somebody else types a part of the name. */
const peopleShown = 20;
/** Versions of a mapping that are told; nobody looks further back. */
const versionsShown = 50;
const typed = v.pipe(v.string(), v.maxLength(200));

/** Mapping: which claims become which fields, and what that makes of one person. */
export const mappingCalls: Calls<'saveMapping' | 'people' | 'person' | 'mappingSample' | 'mappingVersions'> = {
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
      inDirectory(asked, target, async ({ directory }) => {
        const list = await directory.list(search.trim(), peopleShown);
        if ('problem' in list) return failed('refused', list.problem);
        return succeeded({ people: list.users.map(personOf), total: list.total });
      }),
  },
  person: {
    payload: v.strictObject({
      target: targetId,
      name: v.pipe(typed, v.minLength(1)),
      withAccounts: v.exactOptional(v.boolean()),
    }),
    answer: (asked, { target, name, withAccounts = false }) =>
      inDirectory(asked, target, async ({ directory, claimsOf }) => {
        const read = await directory.person(name);
        if ('problem' in read) return failed('refused', read.problem);
        if (!read.claims) return failed('not-found', `There is nobody named "${name}" in this organization.`);
        const claims = claimsOf(read.claims);
        if (!withAccounts) return succeeded(claims);
        const { accountsOfPerson } = await import('./mapping-sample');
        return succeeded({ ...claims, ...(await accountsOfPerson(asked, target, claims)) });
      }),
  },
  mappingSample: {
    payload: v.strictObject({ target: targetId, anew: v.boolean() }),
    answer: async (asked, { target, anew }) => {
      await requireTarget(asked, target);
      const { mappingSample } = await import('./mapping-sample');
      return mappingSample(asked, target, anew);
    },
  },
  mappingVersions: {
    payload: v.strictObject({ target: targetId }),
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      return succeeded(await asked.store.mapping(target).all(versionsShown));
    },
  },
};
