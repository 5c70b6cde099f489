import fc from 'fast-check';
import type { Account } from '../../src/contract/mapping';
import { guardedCell, unguardedCell } from '../../src/directory/csv-cell';
import { type CsvProblem, readExistingCsv } from '../../src/directory/existing-csv';
import { type ExportedPerson, peopleHeader, peopleLines } from '../../src/directory/people-csv';

const header = 'username,email,fullName,active,administrator,groups';

/** Reads a file that comes in chunks of this many bytes. */
const read = async (file: string | Uint8Array, chunk = 7) => {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const accounts: Account[] = [];
  const problems: CsvProblem[] = [];
  let opened = 0;
  const open = async function* () {
    opened += 1;
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  };
  for await (const event of readExistingCsv(open)) {
    if (event.kind === 'accounts') accounts.push(...event.accounts);
    else problems.push(event.problem);
  }
  return { accounts, problems, opened };
};
const told = ({ problems }: { problems: CsvProblem[] }) => problems.map(({ weight, line }) => `${weight} ${line}`);

describe('reading a CSV of accounts', () => {
  test('reads every column', async () => {
    const { accounts, problems, opened } = await read(
      `${header}\neve,eve@acme.example,Eve Adams,true,yes,"jira-users; admins;admins"\nbob,,,no,0,\n`,
    );
    expect(accounts).toEqual([
      {
        username: 'eve',
        email: 'eve@acme.example',
        fullName: 'Eve Adams',
        active: true,
        administrator: true,
        groups: ['jira-users', 'admins'],
      },
      { username: 'bob', email: '', fullName: '', active: false, administrator: false, groups: [] },
    ]);
    expect(problems).toEqual([]);
    expect(opened).toBe(1);
  });

  test('takes what a column that is left out would say as not known', async () => {
    const { accounts } = await read('username\neve\n');
    expect(accounts).toEqual([{ username: 'eve', email: null, fullName: null, active: true, groups: null }]);
  });

  test('takes the columns in any order, with capitals and blanks', async () => {
    const { accounts, problems } = await read('Groups, FULLNAME ,UserName\na;b,Eve,eve\n');
    expect(accounts).toEqual([{ username: 'eve', email: null, fullName: 'Eve', active: true, groups: ['a', 'b'] }]);
    expect(problems).toEqual([]);
  });

  test.each([
    ['true', true],
    ['YES', true],
    ['1', true],
    [' false ', false],
    ['No', false],
    ['0', false],
  ])('reads %s as %s', async (cell, value) => {
    const { accounts } = await read(`username,active,administrator\neve,${cell},${cell}\n`);
    expect(accounts[0]).toMatchObject({ active: value, administrator: value });
  });

  test('an empty cell is not known of administrators, and active', async () => {
    const { accounts } = await read('username,active,administrator\neve,,\n');
    expect(accounts).toEqual([{ username: 'eve', email: null, fullName: null, active: true, groups: null }]);
  });

  test('leaves out a line whose boolean is none, and names line and column', async () => {
    const result = await read('username,active,administrator\neve,maybe,-1\nbob,1,0\n');
    expect(result.accounts.map(({ username }) => username)).toEqual(['bob']);
    expect(told(result)).toEqual(['error 2', 'error 2']);
    expect(result.problems.map(({ message }) => message)).toEqual([
      'Line 2, column active: “maybe” is neither true nor false, so the line was left out. Write true or false, yes or no, 1 or 0.',
      'Line 2, column administrator: “-1” is neither true nor false, so the line was left out. Write true or false, yes or no, 1 or 0.',
    ]);
  });

  test('names unknown columns with the line, and reads the rest', async () => {
    const result = await read('username,phone,,e-mail\neve,1,2,3\n');
    expect(result.accounts).toHaveLength(1);
    expect(told(result)).toEqual(['note 1', 'note 1', 'note 1']);
    expect(result.problems[0]?.message).toContain('Line 1: the column “phone” is not known');
    expect(result.problems[1]?.message).toContain('Line 1: column 3 has no name');
    expect(result.problems[2]?.message).toContain('“e-mail”');
  });

  test.each([
    ['a column twice', 'username,Active,active\neve,1,1\n', 'Line 1: the column active is there 2 times.'],
    ['no username', '\n\nemail\neve@acme.example\n', 'Line 3 names no column username.'],
    ['no header', 'eve,eve@acme.example\n', 'Line 1 names no column username.'],
    ['semicolons', 'username;email\neve;e@acme.example\n', 'separated by semicolons. Save the file with commas.'],
    ['tabs', 'username\temail\neve\te@acme.example\n', 'separated by tabs'],
    ['nothing', '', 'Line 1: the file is empty.'],
    ['blank lines alone', '\n\n', 'Line 1: the file is empty.'],
    ['a quotation mark that stays open', 'username,email\neve,"x\nbob,y\n', 'A quotation mark is opened'],
    ['a quotation mark within a cell', 'username\nO"Brien\n', 'Line 2: a quotation mark stands where none may'],
    ['more after a quotation mark', 'username\n"eve"x\n', 'Line 2: a quotation mark stands where none may'],
  ])('refuses a file with %s', async (_what, file, words) => {
    const result = await read(file);
    expect(result.accounts).toEqual([]);
    expect(result.problems).toHaveLength(1);
    expect(result.problems[0]).toMatchObject({ weight: 'refused', message: expect.stringContaining(words) });
  });

  test('refuses a quotation mark that swallows more than a record may have', async () => {
    const result = await read(`username,email\n"eve,x\n${'bob,y\n'.repeat(300_000)}`, 65536);
    expect(result.problems[0]).toMatchObject({ weight: 'refused' });
    expect(result.problems[0]?.message).toContain('A quotation mark is opened and not closed');
  });

  test('takes a byte order mark off', async () => {
    for (const chunk of [1, 2, 100]) expect((await read('\ufeffusername\neve\n', chunk)).accounts).toHaveLength(1);
  });

  test.each([
    ['UTF-16 with its mark', Buffer.from('\ufeffusername\neve\n', 'utf16le'), 1, 'UTF-16'],
    ['UTF-16 without', Buffer.from('username\neve\n', 'utf16le'), 1, 'UTF-16'],
    ['UTF-16, the other way round', Buffer.from('\ufeffusername\neve\n', 'utf16le').swap16(), 1, 'UTF-16'],
    ['Latin-1', Buffer.from('username,fullName\neve,Eve\nrene,René\nbob,Bob\n', 'latin1'), 3, 'not UTF-8'],
    ['half a character at its end', Buffer.from('username\neve\nrené', 'utf8').subarray(0, -1), 3, 'not UTF-8'],
  ])('refuses %s and says how to mend it', async (_what, bytes, line, words) => {
    for (const chunk of [2, 3, 7, 1000]) {
      const { problems } = await read(bytes, chunk);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ weight: 'refused', line, message: expect.stringContaining(words) });
      expect(problems[0]?.message).toContain('Save it as “CSV UTF-8”');
    }
  });

  test('characters that are cut by a chunk stay whole', async () => {
    const file = 'username,fullName\nrené,René 🦊 漢字\nşule,Şule İ\n';
    for (let chunk = 1; chunk < 12; chunk += 1) {
      const { accounts, problems } = await read(file, chunk);
      expect(accounts.map(({ fullName }) => fullName)).toEqual(['René 🦊 漢字', 'Şule İ']);
      expect(problems).toEqual([]);
    }
  });

  test('names the line where a record begins, past empty lines and line breaks in cells', async () => {
    const file =
      'username,fullName,active\r\n\r\n"eve","Eve\r\nAdams",x\r\nbob,"B\nob",1\r\n\r\n\r\namy,"A\r\n\r\n",y\nkai,Kai\n';
    const result = await read(file);
    expect(result.accounts).toEqual([{ username: 'bob', email: null, fullName: 'B\nob', active: true, groups: null }]);
    expect(told(result)).toEqual(['error 3', 'error 9', 'error 12']);
    expect(result.problems[2]?.message).toContain('Line 12 has 2 cells and the header 3');
  });

  test('names the line of a stray quotation mark past line breaks in cells', async () => {
    const { problems } = await read('username,fullName\r\neve,"E\r\n\r\nA"\r\nb"ob,B\r\n');
    expect(problems[0]).toMatchObject({ weight: 'refused', line: 5 });
  });

  test('leaves out a line without a username', async () => {
    const result = await read('username,email\n ,x@acme.example\neve,\n');
    expect(result.accounts.map(({ username }) => username)).toEqual(['eve']);
    expect(told(result)).toEqual(['error 2']);
  });

  test('keeps names of 10,000 characters and shows none whole', async () => {
    const long = 'ü'.repeat(10_000);
    const result = await read(`username,active\n${long},1\n${long},2\n${long.toUpperCase()},1\n`, 4096);
    expect(result.accounts[0]?.username).toBe(long);
    expect(told(result)).toEqual(['error 3', 'note 4']);
    for (const { message } of result.problems) expect(message.length).toBeLessThan(400);
  });

  test('tells control characters, and never hands them to a terminal', async () => {
    const result = await read('username,active,\u001b[2J\n"e\u001b[31mve",1,\nbob,\u202etrue,\n');
    expect(result.accounts[0]?.username).toBe('e\u001b[31mve');
    expect(told(result)).toEqual(['note 1', 'note 2', 'error 3']);
    for (const { message } of result.problems) expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(result.problems[1]?.message).toContain('e\\u{1b}[31mve');
  });

  test('tells names that are equal, or but for capitals, with both lines', async () => {
    const result = await read('username\nEve\nbob\neve\nEVE\nbob\nİbo\nibo\n');
    expect(result.accounts).toHaveLength(7);
    expect(result.opened).toBe(2);
    expect(told(result).sort()).toEqual(['note 4', 'note 5', 'note 6']);
    const messages = result.problems.map(({ message }) => message).join('\n');
    expect(messages).toContain('Line 4: the username “eve” differs from “Eve” in line 2 by capitals alone.');
    expect(messages).toContain('Line 6: the username “bob” stands in line 3 already.');
  });

  test('throws what the file throws', async () => {
    const open = async function* () {
      yield Buffer.from('username\n');
      throw new Error('The disk is gone.');
    };
    const all = async () => {
      for await (const _event of readExistingCsv(open));
    };
    await expect(all()).rejects.toThrow('The disk is gone.');
  });

  test('reads many thousands in batches', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `p${at},p${at}@acme.example`);
    const sizes: number[] = [];
    const open = async function* () {
      yield Buffer.from(`username,email\n${lines.join('\n')}`);
    };
    for await (const event of readExistingCsv(open)) if (event.kind === 'accounts') sizes.push(event.accounts.length);
    expect(sizes).toHaveLength(20);
    expect(new Set(sizes)).toEqual(new Set([1000]));
  });
});

describe('cells that a spreadsheet would run', () => {
  test.each(['=1+1', '+1', '-1', '@a', '\ta', '\ra', '＝1', '＋1', '－1', '＠a'])('%j gets an apostrophe', (cell) => {
    expect(guardedCell(cell)).toBe(`'${cell}`);
  });

  test.each(['eve', '', "'tis", "O'Neil", 'a=b', ' =1'])('%j stays as it is, and is read so', (cell) => {
    expect(guardedCell(cell)).toBe(cell);
    expect(unguardedCell(cell)).toBe(cell);
  });

  test('every cell comes back as it was', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^'*[=+\-@\t\r＝＋－＠]?.*$/));
    fc.assert(fc.property(cell, (text) => unguardedCell(guardedCell(text)) === text));
  });
});

describe('writing people as a CSV', () => {
  const person = (changed: Partial<ExportedPerson> = {}): ExportedPerson => ({
    id: '1',
    name: 'eve',
    username: 'eve',
    email: 'eve@acme.example',
    fullName: 'Eve "E", Adams',
    account: null,
    outcome: 'updated',
    reasons: ['One.', 'Two.'],
    changes: [{ field: 'email', from: null, to: 'eve@acme.example' }],
    groupsGained: ['a', 'b'],
    groupsLost: [],
    administrator: null,
    lockedOut: false,
    ...changed,
  });

  test('writes the columns in their order', () => {
    expect(peopleHeader).toBe(
      'id,name,username,email,fullName,account,outcome,reasons,changes,groupsGained,groupsLost,administrator,lockedOut\r\n',
    );
    expect(peopleLines([person()])).toBe(
      '1,eve,eve,eve@acme.example,"Eve ""E"", Adams",,updated,One. Two.,email:  → eve@acme.example,a;b,,,false\r\n',
    );
    expect(peopleLines([])).toBe('');
  });

  test('what it writes is read back by the reader, cell by cell', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 12 }).map((made) => Buffer.from(made).toString());
    await fc.assert(
      fc.asyncProperty(text, text, async (fullName, name) => {
        const file = peopleHeader + peopleLines([person({ fullName, name, account: '\n=x\r,"' })]);
        const { accounts, problems } = await read(file);
        expect(accounts).toMatchObject([{ username: 'eve', email: 'eve@acme.example', fullName }]);
        expect(problems.every(({ weight }) => weight === 'note')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
