import { catalogue } from '../../src/checks/catalogue';
import type { Evidence } from '../../src/checks/evidence';
import { runChecks } from '../../src/checks/run-checks';
import { type Finding, plain, type Rich } from '../../src/contract/report';
import { type Changes, evidenceOf } from './healthy-evidence';

/** The finding of one check, judged beside all others as in a real run. */
export const judgeOne = (id: string, changes: Changes | Evidence = {}): Finding => {
  const evidence = 'address' in changes ? changes : evidenceOf(changes);
  const finding = runChecks(catalogue, evidence).find((one) => one.id === id);
  if (!finding) throw new RangeError(`No check is called ${id}.`);
  return finding;
};

/** Ids of all checks that found fault, by weight. */
export const faults = (changes: Changes = {}): string[] =>
  runChecks(catalogue, evidenceOf(changes))
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'warn' || outcome === 'crashed')
    .map(({ id, severity, outcome }) => `${id} ${severity} ${outcome}`);

export const words = (rich: Rich | null): string => (rich === null ? '' : plain(rich));
