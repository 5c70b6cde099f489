import type { DryRunComparison } from '../../../../src/contract/dry-run';
import { Mark } from '../../parts/mark';
import { thenOf } from '../../parts/moment';
import { counted, countOf } from '../../parts/numbers';

export type ComparedSide = 'better' | 'worse';

type ComparedProps = { comparison: DryRunComparison; onOpen: (side: ComparedSide) => void };

/** What the run before said, against this one: who is better off and who is worse, each a list that opens. */
export const Compared = ({ comparison, onOpen }: ComparedProps) => {
  const { before, mappingVersion, better, worse, came, left } = comparison;
  const moved = [came > 0 ? `${countOf(came)} came` : '', left > 0 ? `${countOf(left)} left` : ''].filter(Boolean);
  return (
    <section className="card compared" aria-label="Compared with the run before">
      <p>
        Since the run {thenOf(before)}, with mapping version {mappingVersion}
        {moved.length > 0 && <span className="subtle">, {moved.join(' and ')}</span>}:
      </p>
      <div className="actions">
        <Side side="better" count={better} onOpen={onOpen} />
        <Side side="worse" count={worse} onOpen={onOpen} />
      </div>
      <Administrators comparison={comparison} />
    </section>
  );
};

const Side = ({ side, count, onOpen }: { side: ComparedSide; count: number; onOpen: ComparedProps['onOpen'] }) => {
  const words = `${counted(count, 'person is', 'people are')} ${side === 'better' ? 'better off' : 'worse off'}`;
  const mark = <Mark of={count === 0 ? 'not-yet' : side === 'better' ? 'passed' : 'serious'} silent />;
  return count === 0 ? (
    <span className="compared-side subtle">
      {mark}
      {words}
    </span>
  ) : (
    <button type="button" className="compared-side" id={`compared-${side}`} onClick={() => onOpen(side)}>
      {mark}
      {words}
    </button>
  );
};

/** "2 administrators fewer would lose rights." */
const Administrators = ({ comparison }: { comparison: DryRunComparison }) => {
  const { lockedOut, losingRights } = comparison.administrators;
  const sentences = [
    sentenceOf(losingRights, 'would lose rights'),
    sentenceOf(lockedOut, 'would be locked out'),
  ].filter((sentence) => sentence !== null);
  return sentences.length === 0 ? null : <p className="small subtle">{sentences.join(' ')}</p>;
};

const sentenceOf = (more: number, what: string): string | null =>
  more === 0
    ? null
    : `${counted(Math.abs(more), 'administrator', 'administrators')} ${more > 0 ? 'more' : 'fewer'} ${what}.`;
