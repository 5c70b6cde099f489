import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DryRunResult, DryRunRow, DryRunView, RowGroup } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { productNames } from '../../../../src/contract/target';
import { call } from '../../bridge';
import { counted, countOf } from '../../parts/numbers';
import type { GroupLine } from './group-lines';
import { PeopleCard } from './people-card';
import { PersonDrawer } from './person-drawer';
import { rowColumns } from './row-columns';
import { useIsNarrow } from './use-is-narrow';
import { useRowWindows } from './use-row-windows';
import { useSearch } from './use-search';
import { VirtualTable } from './virtual-table';

type GroupPeopleProps = {
  group: RowGroup;
  run: DryRunView;
  result: DryRunResult;
  target: TargetView;
  line: GroupLine | undefined;
  onClose: () => void;
};

/** Everybody of one group; who is opened stands beside the list. */
export const GroupPeople = ({ group, run, result, target, line, onClose }: GroupPeopleProps) => {
  const grid = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [opened, setOpened] = useState<number | null>(null);
  const { typed, type, search } = useSearch(() => {
    setActive(0);
    setOpened(null);
  });
  const rows = useRowWindows<DryRunRow>(`${run.id} ${group} ${search}`, (from, count) =>
    call('dryRunRows', { target: target.id, run: run.id, group, search, from, count }),
  );
  const isNarrow = useIsNarrow();
  const product = productNames[target.settings.value.product];
  const columns = useMemo(() => rowColumns(product, group === 'unreached'), [product, group]);
  const title = line?.title ?? 'People';
  const amountOf = (count: number) =>
    group === 'unreached' ? counted(count, 'account', 'accounts') : counted(count, 'person', 'people');
  const goTo = useCallback((index: number) => {
    setActive(index);
    setOpened(index);
  }, []);
  const returns = useRef(false);
  const close = useCallback(() => {
    returns.current = true;
    setOpened(null);
  }, []);
  // Once the drawer is gone: as long as it covers the list, nothing in it takes the focus.
  useEffect(() => {
    if (opened !== null || !returns.current) return;
    returns.current = false;
    grid.current?.focus({ preventScroll: true });
  }, [opened]);
  return (
    <>
      <PeopleCard
        title={title}
        text={line?.text ?? ''}
        count={rows.total === null ? '' : search === '' ? amountOf(rows.total) : `${countOf(rows.total)} found`}
        total={rows.total}
        typed={typed}
        onType={type}
        isSearched={search !== ''}
        onDown={() => grid.current?.focus()}
        onClose={onClose}
        failure={rows.failure}
        onRetry={rows.retry}
      >
        <VirtualTable
          label={title}
          source={rows}
          columns={columns}
          rowHeight={isNarrow ? 84 : 44}
          active={active}
          onActive={setActive}
          onOpen={setOpened}
          onLeave={onClose}
          look="people-rows"
          grid={grid}
        />
      </PeopleCard>
      {opened !== null && (
        <PersonDrawer
          title={title}
          index={opened}
          total={rows.total ?? 0}
          row={rows.at(opened)}
          want={rows.want}
          run={run}
          sums={result.sums}
          target={target}
          isModal={isNarrow}
          onGo={goTo}
          onClose={close}
        />
      )}
    </>
  );
};
