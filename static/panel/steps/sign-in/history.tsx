import { usePanel } from '../../panel-model';
import { AboutLink } from '../../parts/about-check';
import { Mark } from '../../parts/mark';
import { whenOf } from '../../parts/moment';
import { endedAs } from './sign-in-words';

/** The last ten, without anything that came back. */
export const History = () => {
  const { signIn } = usePanel();
  const { history, current } = signIn.state ?? { history: [], current: null };
  if (history.length === 0) return null;
  return (
    <section className="group sign-in-narrow" aria-labelledby="tests">
      <h2 className="group-title" id="tests">
        Tests so far
      </h2>
      <div className="card">
        <table className="cards history">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who started it</th>
              <th scope="col">How it ended</th>
            </tr>
          </thead>
          <tbody>
            {history.map((note) => {
              const { of, text } = endedAs(note, current);
              return (
                <tr key={note.id}>
                  <td data-label="When" className="figures">
                    <span>{whenOf(note.at)}</span>
                  </td>
                  <td data-label="Who">
                    <span>{note.who}</span>
                  </td>
                  <td data-label="Ended">
                    <span className="ended">
                      <Mark of={of} silent />
                      <span>
                        {text}
                        {note.cause && (
                          <>
                            : <AboutLink id={note.cause.check} title={note.cause.title} />
                          </>
                        )}
                      </span>
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
};
