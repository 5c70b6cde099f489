import type { Mapping } from '../../src/contract/mapping';
import type { Plugin } from '../../src/contract/target';
import { parseMapping } from '../../src/mapping/mapping-file';
import { readAuthorities } from '../vantage/authorities';

type Read<T> = { ok: true; value: T } | { ok: false; problem: string };

/** A mapping file as `--mapping` names it. What is wrong with it is a sentence a line. */
export const mappingIn = (path: string, text: string, plugin: Plugin): Read<Mapping> => {
  const reading = parseMapping(json(text), plugin);
  if (reading.ok) return { ok: true, value: reading.mapping };
  const problems = reading.problems.map(
    ({ field, message, remedy }) => `--mapping ${path}${field ? `, ${field}` : ''}: ${message} ${remedy}`,
  );
  return { ok: false, problem: problems.join('\n') };
};

/** Authorities as `--ca` names them. */
export const authoritiesIn = (path: string, text: string): Read<string[]> => {
  try {
    return { ok: true, value: readAuthorities(text) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, problem: `--ca ${path}: ${error.message}` };
  }
};

/** What the file holds; text that is no JSON goes on as it is, and the mapping's own reading says so. */
const json = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return text;
  }
};
