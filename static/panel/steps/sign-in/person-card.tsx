import type { SignInResult, SignInView } from '../../../../src/contract/sign-in';
import { Mark } from '../../parts/mark';
import { whenOf } from '../../parts/moment';
import { hrefOf } from '../../routes';
import { Outcome } from '../mapping/outcome';
import { TrailView } from '../mapping/trail';
import { Confirm } from './confirm';
import type { SeenPerson } from './person-of';

type PersonCardProps = { person: SeenPerson; view: SignInView; result: SignInResult; product: string };

/** The person as Jira or Confluence would have them, by the mapping in force; judged anew when another one is saved. */
export const PersonCard = ({ person, view, result, product }: PersonCardProps) => {
  const { fullName, username, email, lookedFor, trail, saved } = person;
  const name = fullName ?? lookedFor;
  return (
    <section aria-labelledby="as-product" className="stack-small">
      <h2 id="as-product" className="group-title">
        As {product} would see it
      </h2>
      <div className="card person-card">
        <div className="row who">
          <span className="initials" aria-hidden="true">
            {initialsOf(name ?? '')}
          </span>
          <div className="grow">
            <h3>{name ?? `Nobody: there is no ${username === null ? 'username' : 'e-mail'}`}</h3>
            <p className="subtle">{[username ?? 'no username', email ?? 'no e-mail'].join(' · ')}</p>
          </div>
        </div>
        {person.getsIn ? (
          <div className="stack-small">
            <p className="subtle">
              {product}'s own accounts are not looked at here: whether one is there already is not known.
            </p>
            {person.lacks && (
              <p className="row outcome">
                <Mark of="look" silent />
                <span className="grow">
                  {person.lacks.kind === 'account' ? (
                    <>
                      <strong>No new account.</strong> {person.lacks.reason}
                    </>
                  ) : (
                    'A new account would get no full name.'
                  )}
                </span>
              </p>
            )}
          </div>
        ) : (
          <Outcome trail={trail} />
        )}
        <TrailView trail={trail} />
        <p className="small subtle">
          {saved ? (
            <>
              By the mapping saved {whenOf(saved.at)} by {saved.who}.
            </>
          ) : (
            <>By the recommended mapping, since none is saved yet.</>
          )}{' '}
          <a href={hrefOf('mapping')}>Look at Mapping</a>
        </p>
        <Confirm result={result} isStale={view.isStale} />
      </div>
    </section>
  );
};

/** Of the first two words; a name of one word has one. */
const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap((word) => [...word].slice(0, 1))
    .filter((letter) => /\p{L}|\p{N}/u.test(letter))
    .slice(0, 2)
    .join('')
    .toUpperCase();
