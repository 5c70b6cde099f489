import type { DriftedField, WatchEvent } from '../../../../src/contract/watch';
import { counted } from '../../parts/numbers';

/** What accepting does, before it is done, and the words of the button that does it. */
export const acceptWords = ({ thing, changes }: WatchEvent): { says: string; does: string } => {
  if (thing === 'checks')
    return {
      says: 'It is told no more as long as it stays so. Nothing is written, and it is not mended by that.',
      does: 'Accept it as it is',
    };
  const where = thing === 'plugin' ? 'the plugin' : 'Casdoor';
  return {
    says: `From now on this counts as applied: ${changes.map(acceptedWords).join('; ')}. Nothing is written to ${where}, and it is noted who accepted it.`,
    does: `Accept ${counted(changes.length, 'field', 'fields')} as found`,
  };
};

const acceptedWords = ({ label, after, isSecret }: DriftedField): string => {
  if (isSecret) return `“${label}” as it is now`;
  return after === null ? `“${label}” empty` : `“${label}” with ${after}`;
};

/** What the way back is. */
export const backWords = ({ thing, changes }: WatchEvent): string => {
  if (thing === 'plugin') {
    const left = changes.filter(({ isWritten }) => !isWritten).map(({ label }) => `“${label}”`);
    if (left.length === 0) return 'Apply shows what would be written first.';
    const byHand = `Apply does not write ${left.join(', ')}: put it back on the screen of the plugin.`;
    return left.length < changes.length ? `Apply shows what would be written first. ${byHand}` : byHand;
  }
  if (thing === 'checks') return 'Its page says how it is mended. Accepted, it is told no more.';
  const [first] = changes;
  const place = first?.tab ?? 'Applications';
  return `Nothing is written to Casdoor from here. To put it back, open ${place} there: ${changes.map(backAgain).join('; ')}.`;
};

const backAgain = ({ label, before, isSecret }: DriftedField): string => {
  if (isSecret) return `“${label}” as it was`;
  return before === null ? `empty “${label}”` : `“${label}” back to ${before}`;
};
