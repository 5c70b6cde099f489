import type { PersonSince } from '../../../../../src/contract/apply-calls';
import { CopyBox } from '../../../parts/copy-box';
import { Mark } from '../../../parts/mark';
import { Tick } from '../../../parts/tick';
import { byNameWords, differenceWords, lossesOf } from './people-words';

type Ticking = { ticked?: readonly string[]; onTick?: (shown: string, isTicked: boolean) => void };

/** Who is not as they were noted, and what of it needs a tick before it is given back. */
export const PeopleTable = ({
  people,
  called,
  ...ticking
}: { people: readonly PersonSince[]; called: string } & Ticking) =>
  people.length === 0 ? null : (
    <div className="card">
      <table className="cards after-people" aria-label={called}>
        <thead>
          <tr>
            <th scope="col">Who</th>
            <th scope="col">What differs</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <PersonRow key={person.user} person={person} {...ticking} />
          ))}
        </tbody>
      </table>
    </div>
  );

const PersonRow = ({ person, ticked = [], onTick }: { person: PersonSince } & Ticking) => {
  const { user, isAdministrator, differences, byHand, problem } = person;
  const isAsBefore = problem === null && differences.length === 0;
  const of =
    problem !== null && byHand.length === 0
      ? 'not-certain'
      : isAsBefore
        ? 'passed'
        : isAdministrator
          ? 'serious'
          : 'look';
  return (
    <tr>
      <td data-label="Who">
        <span>
          <strong>{user}</strong>
          {isAdministrator && <span className="small subtle menu-note">Administrator</span>}
        </span>
      </td>
      <td data-label="What">
        <div>
          <span className="after-line">
            <Mark of={of} silent />
            <span>
              {differences.map((difference) => (
                <span key={difference.field} className="menu-note">
                  {differenceWords(difference)}
                </span>
              ))}
              {isAsBefore ? 'As before the write.' : problem}
            </span>
          </span>
          {byHand.length > 0 && (
            <div className="stack-small after-loss">
              {byHand.map((group) => (
                <CopyBox key={group} text={group} of="the name of the group" />
              ))}
            </div>
          )}
          {lossesOf([person]).map((loss) =>
            loss.why === null || onTick === undefined ? (
              <p key={loss.shown} className="small subtle after-loss">
                Lost while the new settings were in force.
              </p>
            ) : (
              <Tick
                key={loss.shown}
                className="after-loss"
                label={byNameWords(loss)}
                note={loss.why}
                checked={ticked.includes(loss.shown)}
                onChange={(isTicked) => onTick(loss.shown, isTicked)}
              />
            ),
          )}
        </div>
      </td>
    </tr>
  );
};
