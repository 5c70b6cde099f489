import { useEffect, useState } from 'react';
import type { Mapping } from '../../src/contract/mapping';
import type { PatternEngine } from '../../src/mapping/pattern-rule';
import { hasPattern } from '../../src/mapping/rules-of';

/** What runs the regular expressions of a mapping; it weighs more than the rest, so it is loaded where there is one. */
export const patternEngineFor = async (mapping: Mapping | null | undefined): Promise<PatternEngine | undefined> => {
  if (!mapping || !hasPattern(mapping)) return undefined;
  const { loadPatternEngine } = await import('../../src/mapping/pattern-engine');
  return loadPatternEngine();
};

/** Undefined until it is loaded, and where no mapping needed one yet. Once loaded it stays. */
export const usePatternEngine = (mapping: Mapping | null | undefined): PatternEngine | undefined => {
  const [engine, setEngine] = useState<PatternEngine>();
  const isNeeded = engine === undefined && mapping != null && hasPattern(mapping);
  useEffect(() => {
    if (!isNeeded) return;
    let isCurrent = true;
    void import('../../src/mapping/pattern-engine')
      .then(({ loadPatternEngine }) => loadPatternEngine())
      // A function given as it stands would be called for the next state.
      .then((loaded) => isCurrent && setEngine(() => loaded));
    return () => {
      isCurrent = false;
    };
  }, [isNeeded]);
  return engine;
};
