import type { PatternTrial } from '../checks/evidence';
import { entryKindOf, foreignUris, longestUri } from '../checks/redirect-matching';

/** A program of this many instructions is more than anybody writes for a redirect URI. */
const mostInstructions = 10_000;
/** Patterns that are tried; a list is rarely longer than ten entries. */
const mostPatterns = 50;

/** Where the administrator gave none yet, a pattern is tried with strangers of this one. */
const anyRedirectUri = 'https://jira.company.example/plugins/servlet/oauth/callback';

/**
 * Tries the regular expressions of a redirect list with redirect URIs of strangers, anchored as Casdoor 3.158 does.
 * Foreign patterns run in a linear-time engine only. It is as big as the rest of the backend, so it is loaded where
 * there is a pattern, and never for the usual list of addresses.
 */
export const tryRedirectPatterns = async (
  entries: readonly string[],
  redirectUri: string | null,
): Promise<PatternTrial[]> => {
  const patterns = entries.filter((entry) => entryKindOf(entry) === 'pattern').slice(0, mostPatterns);
  if (patterns.length === 0) return [];
  const { RE2JS } = await import('re2js');
  const strangers = foreignUris(redirectUri ?? anyRedirectUri);
  return patterns.map((entry): PatternTrial => {
    if (entry.length > longestUri) return { entry: entry.slice(0, 100), outcome: 'too-long', stranger: null };
    try {
      const pattern = RE2JS.compile(`^(?:${entry})$`);
      if (pattern.programSize() > mostInstructions) return { entry, outcome: 'too-complex', stranger: null };
      return { entry, outcome: 'tried', stranger: strangers.find((uri) => pattern.matcher(uri).find()) ?? null };
    } catch {
      // Casdoor's engine has the same syntax: it drops such an entry without a word.
      return { entry, outcome: 'unreadable', stranger: null };
    }
  });
};
