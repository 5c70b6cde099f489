import { applyJavaPattern, compileJavaPattern, type JavaEngine, loadJavaEngine, readJavaPattern } from './java-pattern';
import { javaDoubtTexts } from './java-pattern-reasons';
import type { PatternEngine, ReadyPattern } from './pattern-rule';

/** Loads what runs regular expressions as Java would; only where a mapping has one. */
export const loadPatternEngine = async (): Promise<PatternEngine> => patternEngineOf(await loadJavaEngine());

/** Makes patterns ready by an engine that was loaded. */
export const patternEngineOf =
  (engine: JavaEngine): PatternEngine =>
  (written): ReadyPattern => {
    const pattern = readJavaPattern(written);
    if (pattern.kind === 'refused') return { kind: 'refused', reason: pattern.problem.text };
    if (pattern.kind === 'not-certain') return { kind: 'not-certain', reason: javaDoubtTexts[pattern.because] };
    const result = compileJavaPattern(engine, pattern);
    if (result.kind === 'not-certain') return { kind: 'not-certain', reason: javaDoubtTexts[result.because] };
    const { compiled } = result;
    return {
      kind: 'ready',
      apply: (text) => {
        const match = applyJavaPattern(compiled, text);
        if (match.kind === 'none') return { found: null };
        if (match.kind === 'not-certain') return { unsure: javaDoubtTexts[match.because] };
        return match.isCertain
          ? { found: match.concatenated }
          : { unsure: 'A capture group took no part in the match; what the plugin puts in its place is not known.' };
      },
    };
  };
