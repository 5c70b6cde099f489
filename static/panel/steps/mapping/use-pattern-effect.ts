import { useMemo } from 'react';
import { accessTo } from '../../../../src/mapping/claim-access';
import { makeMapper } from '../../../../src/mapping/make-mapper';
import { rulesOf } from '../../../../src/mapping/rules-of';
import { usePanel } from '../../panel-model';
import { useMappingForm } from './mapping-form-context';
import { targetOf } from './target-of';

/** What the regular expression of the username does to the people at hand; null where there is none, or it cannot be told. */
export const usePatternEffect = (): string | null => {
  const { plugin, value, judged } = useMappingForm();
  const { target } = usePanel();
  const settings = target?.settings.value;
  return useMemo(() => {
    if (judged === null || settings === undefined || rulesOf(value, plugin).usernamePattern === null) return null;
    const { usernamePattern: _pattern, ...others } = value.rules ?? {};
    const plain = makeMapper({ ...value, rules: others }, targetOf(settings));
    const both = judged.people.flatMap(({ person, read }) => {
      const before = plain.read(accessTo(person.bySource, person.untold)).username;
      const after = read.username;
      const isTold = before.certain && after.certain && typeof before.value === 'string' && before.value !== '';
      return isTold ? [{ before: before.value, after: after.value }] : [];
    });
    if (both.length === 0) return null;
    const changed = both.filter(({ before, after }) => before !== after);
    const [first] = changed;
    return first === undefined
      ? `Changes none of ${both.length} usernames.`
      : `Changes ${changed.length} of ${both.length}: ${String(first.before)} becomes ${String(first.after)}`;
  }, [judged, settings, value, plugin]);
};
