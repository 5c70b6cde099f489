import type { WatchState } from '../../../../src/contract/watch';
import { usePanel } from '../../panel-model';
import { timeOf, whenOf } from '../../parts/moment';
import { kindOf, lookNames, looksByKind, stripWords } from './watch-words';

/** The last 48 looks by height and colour, and in words. */
export const LookStrip = ({ state: { looks, nextAt } }: { state: Pick<WatchState, 'looks' | 'nextAt'> }) => {
  const { state } = usePanel();
  const [first, last] = [looks[0], looks.at(-1)];
  if (!first || !last) return null;
  const rhythm = state.place.from === 'local' ? 'at each start and once a day' : 'once a day';
  return (
    <section className="group" aria-labelledby="watch-looks">
      <div className="row spread">
        <h2 className="group-title" id="watch-looks">
          {looks.length === 48 ? 'The last 48 looks' : 'The looks so far'}
        </h2>
        <span className="small subtle">
          {rhythm}
          {nextAt !== null && `, next ${timeOf(nextAt)}`}
        </span>
      </div>
      <div className="strip" role="img" aria-label={stripWords(looks)}>
        {looks.map((look) => (
          <i key={look.id} className={`look-${kindOf(look)}`} />
        ))}
      </div>
      <div className="row spread small subtle figures">
        <span>{whenOf(first.at)}</span>
        {looks.length > 1 && <span>{whenOf(last.at)}</span>}
      </div>
      <ul className="legend small subtle">
        {looksByKind(looks).map(({ kind, count }) => (
          <li key={kind}>
            <i className={`look-${kind}`} aria-hidden="true" />
            {lookNames[kind]} {count}
          </li>
        ))}
      </ul>
    </section>
  );
};
