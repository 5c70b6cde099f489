/** What a spreadsheet takes for the beginning of a formula, full-width forms too (OWASP, "CSV Injection"). */
const formula = '[=+\\-@\\t\\r\\uff1d\\uff0b\\uff0d\\uff20]';
const runs = new RegExp(`^'*${formula}`);
const guarded = new RegExp(`^'+${formula}`);

/**
 * Puts an apostrophe before a cell that a spreadsheet would run. One that begins with an apostrophe and then such a
 * character gets another, so that `unguardedCell` gives every cell back as it was.
 */
export const guardedCell = (cell: string): string => (runs.test(cell) ? `'${cell}` : cell);

/** Takes off the apostrophe that `guardedCell` put there, and no other. */
export const unguardedCell = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell);
