import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { visible } from '../checks/visible';
import type { Account } from '../contract/mapping';
import { isSameName, nameKey } from '../mapping/same-name';
import { unguardedCell } from './csv-cell';
import { type ExistingColumn, readHeader } from './existing-csv-header';
import { HashIndex, settled } from './hash-index';
import { NotUtf8, onlyUtf8 } from './utf8-lines';

/** Something about a file of accounts that its owner has to know. */
export type CsvProblem = {
  /** From 1; where the record begins. */
  line: number;
  /** `refused`: nothing of the file counts. `error`: this line was left out. `note`: read all the same. */
  weight: 'refused' | 'error' | 'note';
  /** Whole sentences that name the line; characters that would steer a terminal are made visible. */
  message: string;
};

export type ExistingEvent = { kind: 'accounts'; accounts: Account[] } | { kind: 'problem'; problem: CsvProblem };

const batch = 1000;
/** Characters of one record; a quotation mark that is never closed would swallow the whole file. */
const longestRecord = 1024 * 1024;
const booleans = new Map<string, boolean>([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

/**
 * Reads the accounts of a CSV (RFC 4180, UTF-8) with the header `username,email,fullName,active,administrator,groups`,
 * in any order, groups separated by `;`. A column that is left out is not known; without `active` everybody is.
 * Usernames, e-mails and groups lose the blanks around them, as they have none in Jira; a full name stays as it is.
 *
 * @param open Opens the file from its start. Asked a second time only where usernames seem to be equal, so that a
 * million of them need not be kept. What it throws is thrown.
 */
export async function* readExistingCsv(open: () => AsyncIterable<Uint8Array>): AsyncGenerator<ExistingEvent> {
  // Nobody outside knows the seed, so that no file can be made whose names crowd into one place.
  const names = new HashIndex(Math.floor(Math.random() * 2 ** 32));
  let accounts: Account[] = [];
  let isRefused = false;
  for await (const read of readRecords(open())) {
    if ('problem' in read) {
      isRefused ||= read.problem.weight === 'refused';
      yield { kind: 'problem', problem: read.problem };
      continue;
    }
    names.add(nameKey(read.account.username));
    accounts.push(read.account);
    if (accounts.length < batch) continue;
    yield { kind: 'accounts', accounts };
    accounts = [];
  }
  if (isRefused) return;
  if (accounts.length > 0) yield { kind: 'accounts', accounts };
  const met = [...names.meetings()];
  if (met.length > 0) for await (const problem of doubles(open(), met)) yield { kind: 'problem', problem };
}

type ReadRecord = { account: Account; line: number } | { problem: CsvProblem };

async function* readRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRecord> {
  let columns: readonly (ExistingColumn | null)[] | null = null;
  let width = 0;
  try {
    for await (const { cells, line } of rawRecords(source)) {
      if (columns === null) {
        const header = readHeader(cells, line);
        for (const problem of header.problems) yield { problem };
        if (header.columns === null) return;
        ({ columns } = header);
        width = cells.length;
      } else if (cells.length === width) yield* readAccount(columns, cells, line);
      else {
        const counted = cells.length === 1 ? '1 cell' : `${cells.length} cells`;
        const remedy = 'Put a cell that has a comma in quotation marks.';
        yield error(line, `Line ${line} has ${counted} and the header ${width}, so it was left out. ${remedy}`);
      }
    }
    if (columns === null) yield refused(1, 'Line 1: the file is empty. Its first line has to name the columns.');
  } catch (thrown) {
    yield { problem: unreadable(thrown) };
  }
}

function* readAccount(
  columns: readonly (ExistingColumn | null)[],
  cells: readonly string[],
  line: number,
): Generator<ReadRecord> {
  const account: Account = { username: '', email: null, fullName: null, active: true, groups: null };
  const problems: ReadRecord[] = [];
  columns.forEach((column, at) => {
    const cell = unguardedCell(cells[at] ?? '');
    if (column === 'username' || column === 'email') account[column] = cell.trim();
    else if (column === 'fullName') account.fullName = cell;
    else if (column === 'groups') account.groups = groupsOf(cell);
    else if (column !== null && cell.trim() !== '') {
      const value = booleans.get(cell.trim().toLowerCase());
      if (value !== undefined) account[column] = value;
      else
        problems.push(
          error(
            line,
            `Line ${line}, column ${column}: ${quoted(cell)} is neither true nor false, so the line was left out. ` +
              'Write true or false, yes or no, 1 or 0.',
          ),
        );
    }
  });
  if (account.username === '')
    problems.push(error(line, `Line ${line} has no username, so it was left out. Every account needs one.`));
  if (problems.length > 0) {
    yield* problems;
    return;
  }
  if (/\p{Cc}/u.test(account.username))
    yield note(line, `Line ${line}: the username ${quoted(account.username)} has a control character.`);
  yield { account, line };
}

const groupsOf = (cell: string): string[] => [
  ...new Set(
    cell
      .split(';')
      .map((group) => group.trim())
      .filter((group) => group !== ''),
  ),
];

type RawRecord = { cells: string[]; line: number };

const options = {
  bom: true,
  relax_column_count: true,
  skip_empty_lines: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  max_record_size: longestRecord,
};

async function* rawRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<RawRecord> {
  // csv-parse 7.0.3 counts a CR LF within quotation marks as two lines.
  let surplus = 0;
  const parser = parse({
    ...options,
    // Called as each record is found, and so before what comes behind it breaks. It puts the line first.
    on_record: (cells, { lines }) => {
      let breaks = 0;
      for (const cell of cells) {
        if (!/[\r\n]/.test(cell)) continue;
        const pairs = cell.split('\r\n').length - 1;
        surplus += pairs;
        breaks += cell.split(/[\r\n]/).length - 1 - pairs;
      }
      // The parser tells the line where a record ends.
      return [String(lines - surplus - breaks), ...cells];
    },
  });
  // Whatever breaks the source or the parser is thrown by the loop below.
  pipeline(Readable.from(onlyUtf8(source)), parser, () => {});
  try {
    for await (const [line, ...cells] of parser as AsyncIterable<string[]>) yield { cells, line: Number(line) };
  } catch (thrown) {
    if (thrown instanceof CsvError && typeof thrown.lines === 'number') thrown.lines -= surplus;
    throw thrown;
  }
}

/** Second look, on the names themselves: hashes that met need not be of equal names. */
async function* doubles(
  source: AsyncIterable<Uint8Array>,
  met: readonly (readonly number[])[],
): AsyncGenerator<CsvProblem> {
  const wanted = new Map<number, { username: string; line: number } | null>();
  for (const ordinals of met) for (const ordinal of ordinals) wanted.set(ordinal, null);
  let ordinal = 0;
  for await (const read of readRecords(source)) {
    if ('problem' in read) continue;
    if (wanted.has(ordinal)) wanted.set(ordinal, { username: read.account.username, line: read.line });
    ordinal += 1;
  }
  const keyOf = (at: number) => {
    const found = wanted.get(at);
    return found ? nameKey(found.username) : null;
  };
  for (const [first, ...others] of met.flatMap((ordinals) => settled(ordinals, keyOf))) {
    const upper = first === undefined ? null : wanted.get(first);
    for (const other of others) {
      const lower = wanted.get(other);
      if (!upper || !lower || !isSameName(upper.username, lower.username)) continue;
      const how =
        upper.username === lower.username
          ? `${quoted(lower.username)} stands in line ${upper.line} already`
          : `${quoted(lower.username)} differs from ${quoted(upper.username)} in line ${upper.line} by capitals alone`;
      yield note(
        lower.line,
        `Line ${lower.line}: the username ${how}. Jira and Confluence take the two for one account, and the first counts.`,
      ).problem;
    }
  }
}

const unreadable = (thrown: unknown): CsvProblem => {
  if (thrown instanceof NotUtf8) {
    const { line, isWide } = thrown;
    const what = isWide ? 'the file is UTF-16' : 'the file has bytes that are not UTF-8';
    return refused(line, `Line ${line}: ${what}. Save it as “CSV UTF-8” and name it again.`).problem;
  }
  if (!(thrown instanceof CsvError)) throw thrown;
  const line = typeof thrown.lines === 'number' ? thrown.lines : 1;
  const remedy = 'Put the whole cell in quotation marks and double those within it.';
  switch (thrown.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
    case 'CSV_MAX_RECORD_SIZE':
      return refused(line, `A quotation mark is opened and not closed before line ${line}. ${remedy}`).problem;
    default:
      return refused(line, `Line ${line}: a quotation mark stands where none may stand. ${remedy}`).problem;
  }
};

const refused = (line: number, message: string) => ({ problem: { line, weight: 'refused' as const, message } });
const error = (line: number, message: string) => ({ problem: { line, weight: 'error' as const, message } });
const note = (line: number, message: string) => ({ problem: { line, weight: 'note' as const, message } });

const longestShown = 60;
/** A value from the file within a sentence. */
export const quoted = (value: string): string => {
  const shown = value.length > longestShown ? `${value.slice(0, longestShown)}…` : value;
  return `“${visible(shown)}”`;
};
