import { visible } from './visible';

/** How a report is laid out in a terminal. */

/** Columns of a paragraph; values and texts to copy are never broken. */
const width = 96;
export const indent = '  ';
const labels = 16;
export const under = indent + ' '.repeat(labels);

export type Paint = Record<'red' | 'yellow' | 'green' | 'cyan' | 'bold' | 'dim', (text: string) => string>;

export const painter = (colour: boolean): Paint => {
  const sgr = (on: number, off: number) => (text: string) => (colour ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return {
    red: sgr(31, 39),
    yellow: sgr(33, 39),
    green: sgr(32, 39),
    cyan: sgr(36, 39),
    bold: sgr(1, 22),
    dim: sgr(2, 22),
  };
};

export const labelled = (label: string, text: string, paint: Paint): string[] => {
  const [first = '', ...rest] = wrapped(text, under);
  return [`${indent}${paint.dim(label.padEnd(labels))}${first.slice(under.length)}`, ...rest];
};

/** Values below each other, so that two that should be equal can be compared by eye. */
export const aligned = (rows: readonly (readonly [string, string])[], margin = under): string[] => {
  const longest = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${margin}${label.padEnd(longest)}  ${visible(value)}`);
};

/** Broken at spaces; a word that is longer than a line keeps its line, so that it can be copied. */
export const wrapped = (text: string, margin: string): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && margin.length + line.length + 1 + word.length > width) {
      lines.push(margin + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, margin + line];
};
