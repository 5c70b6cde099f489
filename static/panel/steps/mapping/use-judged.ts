import { useMemo } from 'react';
import type { Mapping } from '../../../../src/contract/mapping';
import type { MappingSample, PersonClaims } from '../../../../src/contract/panel-calls';
import type { Target } from '../../../../src/contract/target';
import { type JudgedPerson, judgeSample } from '../../../../src/mapping/judge-sample';
import { type Mapper, makeMapper } from '../../../../src/mapping/make-mapper';
import { usePatternEngine } from '../../pattern-engine';

export type Judged = { mapper: Mapper; people: readonly JudgedPerson[] };

/** What a mapping makes of everybody in a sample, and of those who were added to it; anew at each keystroke. */
export const useJudged = (
  sample: MappingSample | null,
  added: readonly PersonClaims[],
  mapping: Mapping,
  target: Target,
): Judged | null => {
  const engine = usePatternEngine(mapping);
  const whole = useMemo(() => {
    if (sample === null) return null;
    const names = new Set(sample.people.map(({ person }) => person.name));
    return { ...sample, people: [...sample.people, ...added.filter(({ person }) => !names.has(person.name))] };
  }, [sample, added]);
  return useMemo(() => {
    if (whole === null) return null;
    const hiddenEmails = whole.accounts?.filter(({ email }) => email === null).length ?? 0;
    const mapper = makeMapper(mapping, target, { hiddenEmails, ...(engine ? { engine } : {}) });
    return { mapper, people: judgeSample(mapper, whole, target) };
  }, [whole, mapping, target, engine]);
};
