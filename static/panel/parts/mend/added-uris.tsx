import Button from '@atlaskit/button/default/button';
import type { AddedRedirectUri, RedirectUriKind } from '../../../../src/contract/apply-calls';
import { Mark } from '../mark';
import { dayOf, timeOf, whenOf } from '../moment';
import { Value } from '../rich-text';
import { MendFlow } from './mend-flow';
import { useMending } from './mending';
import './mend.css';

type AddedUrisProps = {
  /** Left out: both. */
  uri?: RedirectUriKind;
  /** What the button for it says, such as "Undo". */
  undo?: string;
};

/** What was written in Casdoor from here, each with its way back. */
export const AddedUris = ({ uri, undo = 'Undo' }: AddedUrisProps) => {
  const mending = useMending();
  const added = (mending?.added ?? []).filter((one) => uri === undefined || one.uri === uri);
  const last = mending?.last ?? null;
  if (!mending || (added.length === 0 && last === null)) return null;
  // What was added just now stands in the list itself.
  const isListed = added.some(({ apply }) => apply === last?.apply);
  return (
    <section className="card card-padded mend-added" aria-label="Written in Casdoor from here">
      {last !== null && !isListed && (
        <p id={mending.ids.last} tabIndex={-1} className="mend-done">
          <Mark of="passed" silent />
          <span>
            {last.words} <span className="subtle">{timeOf(last.at)}</span>
          </span>
        </p>
      )}
      {added.length > 0 && (
        <ul className="stack-small">
          {added.map((one) => (
            <li key={one.apply} className="stack-small">
              <Added added={one} undo={undo} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const Added = ({ added, undo }: { added: AddedRedirectUri; undo: string }) => {
  const mending = useMending();
  const { apply, uri, redirectUri, application, host, who, at, until, whyNot } = added;
  const isNew = mending?.last?.apply === apply;
  return (
    <>
      <p {...(isNew ? { id: mending.ids.last, tabIndex: -1, className: 'mend-done' } : {})}>
        {isNew && <Mark of="passed" silent />}
        <span>
          <Value>{redirectUri}</Value> was added to {application} on {host}
          {isNew ? ', and read back.' : '.'}{' '}
          <span className="subtle">
            By {who}, {whenOf(at)}. {whyNot ?? `It can be taken out from here until ${dayOf(until)}.`}
          </span>
        </span>
      </p>
      {mending && whyNot === null && mending.flow?.place !== apply && (
        <div className="actions">
          <Button
            id={mending.ids.opener(apply)}
            spacing="compact"
            onClick={() => void mending.open({ place: apply, uri, isRegistered: false, added: apply })}
          >
            {undo}
            <span className="unseen">: {redirectUri}</span>
          </Button>
        </div>
      )}
      <MendFlow place={apply} isPrimary={false} redirectUri={redirectUri} />
    </>
  );
};
