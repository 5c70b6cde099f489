import ChevronIcon from '@atlaskit/icon/core/chevron-right';
import type { RowGroup } from '../../../../src/contract/dry-run';
import { Mark } from '../../parts/mark';
import { countOf } from '../../parts/numbers';
import { meaningWords } from '../../parts/verdict-words';
import type { GroupLine, GroupSection } from './group-lines';
import { toneOf } from './tones';

type GroupListProps = { sections: readonly GroupSection[]; onOpen: (group: RowGroup) => void };

/** The numbers of the picture as a list; each opens its people. */
export const GroupList = ({ sections, onOpen }: GroupListProps) => (
  <section className="card groups" aria-label="Groups">
    {sections.map(({ title, lines }) => (
      <div key={title}>
        <h3>{title}</h3>
        <ul>
          {lines.map((line) => (
            <li key={line.title}>
              {line.canOpen && line.group !== null ? (
                <button
                  type="button"
                  className="group-line"
                  id={`group-${line.group}`}
                  onClick={() => line.group !== null && onOpen(line.group)}
                >
                  <Line line={line} />
                </button>
              ) : (
                <div className="group-line">
                  <Line line={line} />
                </div>
              )}
            </li>
          ))}
        </ul>
      </div>
    ))}
  </section>
);

const Line = ({ line }: { line: GroupLine }) => (
  <>
    <Mark of={line.of} silent />
    <span className="group-words">
      <span className="unseen">{meaningWords[line.of]}: </span>
      <span className="group-name">{line.title}</span>
      <span className="unseen">, </span>
      <span className="group-text">{line.text}</span>
      <span className="unseen">, </span>
    </span>
    <span className="group-count figures">
      {line.tone !== null && <i className="swatch" style={{ background: toneOf[line.tone] }} />}
      {line.count === null ? <span className="subtle">not known</span> : countOf(line.count)}
    </span>
    <span className="chevron">{line.canOpen && <ChevronIcon label="" size="small" />}</span>
  </>
);
