import type { DryRunRow } from '../contract/dry-run';
import { peopleHeader, peopleLines } from './people-csv';

/**
 * A piece of an export; the pieces one after another are one file. CSV is RFC 4180 and starts with its header, JSON is one
 * list.
 *
 * @param from Rows before this piece.
 */
export const exportedText = (
  format: 'csv' | 'json',
  { rows, next }: { rows: readonly DryRunRow[]; next: number | null },
  from: number,
): string => {
  if (format === 'csv') return (from === 0 ? peopleHeader : '') + peopleLines(rows);
  const items = rows.map((row) => JSON.stringify(row)).join(',\n');
  const opening = from === 0 ? '[\n' : ',\n';
  return `${rows.length === 0 && from > 0 ? '' : opening}${items}${next === null ? '\n]\n' : ''}`;
};
