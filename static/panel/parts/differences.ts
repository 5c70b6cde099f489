import { diffArrays, diffChars } from 'diff';

export type Piece = { text: string; differs: boolean };

/** Which characters of two strings differ, so that an eye finds them: whole words of an address, not scattered letters. */
export const markDifferences = (expected: string, actual: string): { expected: Piece[]; actual: Piece[] } => {
  const pieces: { expected: Piece[]; actual: Piece[] } = { expected: [], actual: [] };
  const both = (text: string) => {
    push(pieces.expected, text, false);
    push(pieces.actual, text, false);
  };
  const changes = diffArrays(words(expected), words(actual));
  for (let index = 0; index < changes.length; index += 1) {
    const change = changes[index];
    if (!change) continue;
    const text = change.value.join('');
    const next = changes[index + 1];
    if (!change.added && !change.removed) both(text);
    else if (next && change.removed && next.added) {
      mark(pieces, text, next.value.join(''));
      index += 1;
    } else push(change.removed ? pieces.expected : pieces.actual, text, true);
  }
  return pieces;
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
  const last = pieces.at(-1);
  if (last?.differs === differs) last.text += text;
  else if (text !== '') pieces.push({ text, differs });
};
