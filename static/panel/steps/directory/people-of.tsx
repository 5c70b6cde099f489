import type { ReactNode } from 'react';
import type { DryRunResult, DryRunView, RowGroup } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { ComparedSide } from './compared';
import { ComparedPeople } from './compared-people';
import type { GroupLine } from './group-lines';
import { GroupPeople } from './group-people';

type PeopleOfProps = {
  opened: { group: RowGroup } | { compared: ComparedSide };
  run: DryRunView;
  result: DryRunResult;
  target: TargetView;
  /** What the list says of the group. */
  line: GroupLine | undefined;
  onClose: () => void;
};

/** The people behind a number, in the place of the list. */
export const PeopleOf = ({ opened, run, result, target, line, onClose }: PeopleOfProps): ReactNode =>
  'group' in opened ? (
    <GroupPeople group={opened.group} run={run} result={result} target={target} line={line} onClose={onClose} />
  ) : (
    <ComparedPeople side={opened.compared} run={run} target={target} onClose={onClose} />
  );
