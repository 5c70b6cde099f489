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

/** Undefined until it is loaded, and where the mapping needs none. */
export const usePatternEngine = (mapping: Mapping | null | undefined): PatternEngine | undefined => {
  const [engine, setEngine] = useState<PatternEngine>();
  useEffect(() => {
    let isCurrent = true;
    // A function given as it stands would be called for the next state.
    void patternEngineFor(mapping).then((loaded) => isCurrent && loaded && setEngine(() => loaded));
    return () => {
      isCurrent = false;
    };
  }, [mapping]);
  return engine;
};
