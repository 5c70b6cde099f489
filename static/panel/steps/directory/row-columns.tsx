import type { DryRunRow } from '../../../../src/contract/dry-run';
import { Mark } from '../../parts/mark';
import { whatHappens } from './person-words';
import type { Column } from './virtual-table';

/** A person of the list in a line: who, the account today, what happens. */
export const rowColumns = (product: string, isAccounts: boolean): readonly Column<DryRunRow>[] => [
  {
    key: 'who',
    name: isAccounts ? `Account in ${product}` : 'Person in Casdoor',
    cell: (row) => (
      <>
        <Mark of={whatHappens(row, product).of} />
        <span className="who-name">{nameOf(row)}</span> <span className="subtle">{underName(row)}</span>
      </>
    ),
  },
  ...(isAccounts
    ? []
    : [
        {
          key: 'account',
          name: `In ${product} today`,
          cell: (row: DryRunRow) => row.existing?.username || <span className="subtle">no account</span>,
        },
      ]),
  {
    key: 'what',
    name: 'What happens',
    cell: (row) => row.reasons[0] ?? whatHappens(row, product).text,
  },
];

/** How somebody is called in the list and above their page. */
export const nameOf = (row: DryRunRow): string =>
  row.kind === 'account'
    ? row.existing?.fullName || row.existing?.username || row.account || ''
    : row.displayName || row.name;

const underName = (row: DryRunRow): string => {
  const name = row.kind === 'account' ? (row.existing?.username ?? '') : row.name;
  return name === nameOf(row) ? '' : name;
};
