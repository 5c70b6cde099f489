import { stateOf } from '../../src/apply/apply-state';
import type { Vantage } from '../../src/casdoor/vantage';
import { type ApplyKind, type ApplyView, isOpen } from '../../src/contract/apply';
import type { RestoreArguments } from './apply-arguments';
import type { ApplySite } from './apply-site';
import type { FoundApply } from './find-apply';
import type { Questions } from './questions';
import { restoreCommand } from './restore-command';
import type { Telling } from './telling';
import { type ApplyResult, notBegun } from './told-result';

export type RestoreSurroundings = {
  site: ApplySite;
  telling: Telling;
  questions: Questions | null;
  vantage: Vantage;
  /** PEMs from the command line. */
  authorities: readonly string[];
  signal: AbortSignal;
};

/** What is known of the apply before anything is done. */
export const resultOf = (
  { product, log }: FoundApply,
  given: RestoreArguments,
  kind: ApplyKind,
  view: ApplyView | null,
): ApplyResult => ({
  ...notBegun('restore', ''),
  change: isOpen(stateOf(log).step) ? null : 'as-before',
  target: { kind, called: log.head.called, product },
  view,
  restoreCommand: restoreCommand(given, log.head.id),
});
