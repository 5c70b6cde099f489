import { useMemo, useRef, useState } from 'react';
import type { ComparedRow, DryRunView } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { call } from '../../bridge';
import { counted } from '../../parts/numbers';
import type { ComparedSide } from './compared';
import { PeopleCard } from './people-card';
import { useIsNarrow } from './use-is-narrow';
import { useRowWindows } from './use-row-windows';
import { type Column, VirtualTable } from './virtual-table';

type ComparedPeopleProps = { side: ComparedSide; run: DryRunView; target: TargetView; onClose: () => void };

/** Who is better off, or worse, than in the run before. */
export const ComparedPeople = ({ side, run, target, onClose }: ComparedPeopleProps) => {
  const grid = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const isNarrow = useIsNarrow();
  const rows = useRowWindows<ComparedRow>(`${run.id} ${side}`, (from, count) =>
    call('comparedRows', { target: target.id, run: run.id, isBetter: side === 'better', from, count }),
  );
  const columns = useMemo(
    (): readonly Column<ComparedRow>[] => [
      {
        key: 'who',
        name: 'Person in Casdoor',
        cell: ({ name, displayName }) => (
          <>
            <span className="who-name">{displayName || name}</span>{' '}
            <span className="subtle">{displayName === name || displayName === '' ? '' : name}</span>
          </>
        ),
      },
      { key: 'account', name: 'Before', cell: ({ before }) => before },
      { key: 'what', name: 'Now', cell: ({ after }) => after },
    ],
    [],
  );
  const title = side === 'better' ? 'Better off' : 'Worse off';
  return (
    <PeopleCard
      title={title}
      text="Of those who were in both runs."
      count={rows.total === null ? '' : counted(rows.total, 'person', 'people')}
      total={rows.total}
      typed={null}
      onType={() => {}}
      isSearched={false}
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
        onOpen={setActive}
        onLeave={onClose}
        look="people-rows compared-rows"
        grid={grid}
      />
    </PeopleCard>
  );
};
