import { stringify } from 'csv-stringify/sync';
import type { FieldChange, PersonVerdict } from '../contract/mapping';
import { guardedCell } from './csv-cell';

/** One person of a dry run, as it is exported. */
export type ExportedPerson = {
  /** Of Casdoor; empty where there is none. */
  id: string;
  name: string;
  /** What the mapping makes of the person; null where it could not be told. */
  username: string | null;
  email: string | null;
  fullName: string | null;
  /** The username of the account that the sign-in reaches; null where there is none. */
  account: string | null;
  /** `unreached`: an account that is nobody's, where such rows are exported too. */
  outcome: PersonVerdict['outcome'] | 'unreached';
} & Pick<PersonVerdict, 'reasons' | 'changes' | 'groupsGained' | 'groupsLost' | 'administrator' | 'lockedOut'>;

/** The header of `--people`, in this order. */
export const peopleColumns = [
  'id',
  'name',
  'username',
  'email',
  'fullName',
  'account',
  'outcome',
  'reasons',
  'changes',
  'groupsGained',
  'groupsLost',
  'administrator',
  'lockedOut',
] as const;

export const peopleHeader = `${peopleColumns.join(',')}\r\n`;

/**
 * Some people as lines of a CSV (RFC 4180: CR LF, UTF-8 without a mark), in the order given. Groups are separated by `;`,
 * reasons by a blank, changes by `; `. What is not known is an empty cell. No cell is run by a spreadsheet.
 */
export const peopleLines = (people: readonly ExportedPerson[]): string =>
  stringify(people.map(cellsOf), {
    record_delimiter: 'windows',
    // Of line breaks the library looks for its own delimiter alone.
    quoted_match: /[\r\n]/,
  });

const cellsOf = (person: ExportedPerson): string[] =>
  peopleColumns.map((column) => guardedCell(cellOf(person, column)));

const cellOf = (person: ExportedPerson, column: (typeof peopleColumns)[number]): string => {
  switch (column) {
    case 'reasons':
      return person.reasons.join(' ');
    case 'changes':
      return person.changes.map(changeWords).join('; ');
    case 'groupsGained':
    case 'groupsLost':
      return person[column].join(';');
    default:
      return String(person[column] ?? '');
  }
};

const changeWords = ({ field, from, to }: FieldChange): string => `${field}: ${from ?? ''} → ${to ?? ''}`;
