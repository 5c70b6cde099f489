import { visible } from '../checks/visible';
import type { CsvProblem } from './existing-csv';

export const existingColumns = ['username', 'email', 'fullName', 'active', 'administrator', 'groups'] as const;
export type ExistingColumn = (typeof existingColumns)[number];

export type CsvHeader = {
  /** Of each cell the column, null for one that is not read; null where the file cannot be read by it. */
  columns: (ExistingColumn | null)[] | null;
  problems: CsvProblem[];
};

/** Finds the columns by their names, whatever their order, capitals and blanks. */
export const readHeader = (cells: readonly string[], line: number): CsvHeader => {
  const problems: CsvProblem[] = [];
  const refuse = (message: string) => problems.push({ line, weight: 'refused', message });
  const names = cells.map((cell) => cell.trim());
  const columns = names.map((name) => existingColumns.find((column) => keyOf(column) === keyOf(name)) ?? null);
  for (const column of existingColumns) {
    const times = columns.filter((found) => found === column).length;
    if (times > 1) refuse(`Line ${line}: the column ${column} is there ${times} times. Keep the one that counts.`);
  }
  const separator = [';', '\t'].find((each) => names.length === 1 && names[0]?.includes(each));
  if (separator !== undefined) {
    const shown = separator === ';' ? 'semicolons' : 'tabs';
    refuse(`Line ${line}: the cells are separated by ${shown}. Save the file with commas.`);
  } else if (!columns.includes('username'))
    refuse(`Line ${line} names no column username. The first line has to be the header, such as ${example}.`);
  else
    columns.forEach((column, at) => {
      if (column === null) problems.push({ line, weight: 'note', message: unknownColumn(names[at] ?? '', line, at) });
    });
  return { columns: problems.some(({ weight }) => weight === 'refused') ? null : columns, problems };
};

const example = existingColumns.join(',');
const keyOf = (name: string): string => name.toLowerCase();

const unknownColumn = (name: string, line: number, at: number): string => {
  const which =
    name === '' ? `column ${at + 1} has no name` : `the column “${visible(name.slice(0, 60))}” is not known`;
  return `Line ${line}: ${which}, so it was not read. Known are ${existingColumns.join(', ')}.`;
};
