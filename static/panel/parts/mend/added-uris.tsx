import Button from '@atlaskit/button/default/button';
import type { AddedRedirectUri, RedirectUriKind } from '../../../../src/contract/apply-calls';
import { Mark } from '../mark';
import { dayOf, whenOf } from '../moment';
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
  if (!mending || (added.length === 0 && mending.last === null)) return null;
  return (
    <section className="card card-padded mend-added" aria-label="Written in Casdoor from here">
      {mending.last !== null && (
        <p id={mending.ids.last} tabIndex={-1} className="row">
          <Mark of="passed" silent />
          <span>{mending.last}</span>
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
  return (
    <>
      <p>
        <Value>{redirectUri}</Value>{' '}
        <span className="subtle">
          stands in Redirect URLs of {application} on {host} since {who} added it from here, {whenOf(at)}.{' '}
          {whyNot ?? `It can be taken out from here until ${dayOf(until)}.`}
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
