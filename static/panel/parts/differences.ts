import { type ChangeObject, diffArrays, diffChars } from 'diff';

export type Piece = { text: string; differs: boolean };

/** A run of both strings that is equal, or is not. */
type Change = { isSame: boolean; expected: string; actual: string };

/** Which characters of two strings differ, so that an eye finds them: whole words of an address, not scattered letters. */
export const markDifferences = (expected: string, actual: string): { expected: Piece[]; actual: Piece[] } => {
  const pieces: { expected: Piece[]; actual: Piece[] } = { expected: [], actual: [] };
  const both = (text: string) => {
    push(pieces.expected, text, false);
    push(pieces.actual, text, false);
  };
  const changes = joined(diffArrays(words(expected), words(actual)));
  for (const { isSame, expected: one, actual: other } of changes) {
    if (isSame) both(one);
    else if (one !== '' && other !== '') mark(pieces, one, other);
    else {
      push(pieces.expected, one, true);
      push(pieces.actual, other, true);
    }
  }
  return pieces;
};

/** A lone dot or colon that happens to be equal between two differences belongs to them: it is one other host. */
const joined = (changes: readonly ChangeObject<string[]>[]): Change[] => {
  const out: Change[] = [];
  for (let index = 0; index < changes.length; index += 1) {
    const change = changes[index];
    if (!change) continue;
    const { value, added, removed } = change;
    const last = out.at(-1);
    const isSame = !added && !removed;
    const next = changes[index + 1];
    const isLone = isSame && value.length === 1 && /^[.:_-]$/.test(value[0] ?? '') && last && !last.isSame && next;
    if (isLone || (!isSame && last && !last.isSame)) {
      if (!added) last.expected += value.join('');
      if (!removed) last.actual += value.join('');
    } else out.push({ isSame, expected: added ? '' : value.join(''), actual: removed ? '' : value.join('') });
  }
  return out;
};

const words = (text: string) =>
  text.split(/([^\p{L}\p{N}]|(?<=[^\p{L}\p{N}])(?=[\p{L}\p{N}]))/u).filter((word) => word !== '');

/** Words that are nearly the same differ by letters; others as a whole. */
const mark = (pieces: { expected: Piece[]; actual: Piece[] }, expected: string, actual: string) => {
  const letters = diffChars(expected, actual);
  const same = letters.filter(({ added, removed }) => !added && !removed);
  const length = same.reduce((sum, { value }) => sum + value.length, 0);
  if (length < Math.max(expected.length, actual.length) * 0.6) {
    push(pieces.expected, expected, true);
    push(pieces.actual, actual, true);
    return;
  }
  for (const { value, added, removed } of letters) {
    if (!added) push(pieces.expected, value, removed);
    if (!removed) push(pieces.actual, value, added);
  }
};

const push = (pieces: Piece[], text: string, differs: boolean) => {
  if (text === '') return;
  const last = pieces.at(-1);
  if (last?.differs === differs) last.text += text;
  else pieces.push({ text, differs });
};
