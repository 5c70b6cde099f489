import Button from '@atlaskit/button/default/button';
import type { RedirectUriPlan } from '../../../../src/contract/apply-calls';
import { usePanel } from '../../panel-model';
import { Banner } from '../banner';
import { FailureBanner } from '../failure-banner';
import { Fold } from '../fold';
import { HandOver } from '../hand-over';
import { Value } from '../rich-text';
import { messageFor } from './mend-words';
import { useMending } from './mending';
import type { MendFlow as Flow } from './use-mend';
import './mend.css';

type MendFlowProps = {
  place: string;
  /** The second press is the thing to do now. */
  isPrimary: boolean;
  /** Our redirect URI, for the message where the list could not be read. */
  redirectUri: string;
  /** What to send to whoever runs Casdoor, where a finding says it better. */
  message?: string | null;
};

/** What a first press has brought: the change and its second press, or why there is none. */
export const MendFlow = ({ place, isPrimary, redirectUri, message = null }: MendFlowProps) => {
  const mending = useMending();
  const { state } = usePanel();
  if (!mending || mending.flow?.place !== place) return null;
  const { flow, target } = mending;
  const label = flow.isRegistered ? 'Redirect URI to be added' : 'Redirect URI to be taken out';
  const id = mending.ids.plan(place);
  const isShown = flow.phase === 'shown' || flow.phase === 'writing';
  return (
    <section
      className="mend"
      aria-label={label}
      id={id}
      tabIndex={-1}
      // Whoever comes to it hears what would change.
      {...(isShown ? { 'aria-describedby': `${id}-words` } : {})}
    >
      {flow.phase === 'reading' && <p className="subtle">Casdoor's list is being read.</p>}
      {flow.phase === 'failed' && (
        <>
          <FailureBanner failure={flow.failure} />
          <HandOver
            isOpen
            text={
              message ??
              messageFor(state, target, {
                redirectUri,
                application: flow.plan?.application ?? null,
                isRegistered: flow.isRegistered,
              })
            }
          />
          <div className="actions">
            <Button onClick={() => void mending.open(subjectOf(flow))}>Read the list again</Button>
            <Button appearance="subtle" onClick={mending.close}>
              Leave it as it is
            </Button>
          </div>
        </>
      )}
      {(flow.phase === 'shown' || flow.phase === 'writing') && (
        <Shown flow={flow} isPrimary={isPrimary} wordsId={`${id}-words`} />
      )}
    </section>
  );
};

const subjectOf = ({ place, uri, isRegistered, added }: Flow) => ({
  ...{ place, uri, isRegistered },
  ...(added === undefined ? {} : { added }),
});

type ShownProps = { flow: Extract<Flow, { phase: 'shown' | 'writing' }>; isPrimary: boolean; wordsId: string };

const Shown = ({ flow, isPrimary, wordsId }: ShownProps) => {
  const mending = useMending();
  const { plan, isAnew, phase } = flow;
  const { application, host, isRegistered } = plan;
  return (
    <>
      {isAnew && (
        <Banner of="look" label="Shown anew" title="The list has changed since it was shown, and nothing was written.">
          This is how it is now.
        </Banner>
      )}
      <p id={wordsId}>
        <strong>
          {isRegistered ? 'One entry is added to' : 'One entry is taken from'} Redirect URLs of {application} on {host}.
        </strong>{' '}
        Nothing else of the application is written{isRegistered ? ', and Undo takes the entry out again' : ''}.
      </p>
      <Lists plan={plan} />
      {plan.baseUrl !== null && (
        <p className="small subtle">
          Made from the base URL <Value>{plan.baseUrl}</Value>, as it is saved.
        </p>
      )}
      <div className="actions">
        <span className="mend-press">
          <Button appearance={isPrimary ? 'primary' : 'default'} onClick={() => void mending?.confirm()}>
            {phase === 'writing' ? 'Writing to Casdoor' : plan.press}
          </Button>
        </span>
        <Button appearance="subtle" onClick={() => mending?.close()}>
          Leave it as it is
        </Button>
      </div>
    </>
  );
};

/** More of them are folded: what changes is what is looked at. */
const mostShown = 6;

/** The list before and after, our entry marked in the one that has it. */
const Lists = ({ plan: { before, after, redirectUri, isRegistered } }: { plan: RedirectUriPlan }) => {
  const others = before.filter((uri) => uri !== redirectUri);
  const isLong = others.length > mostShown;
  const rest = isLong ? 'the entries below alone' : 'no entry';
  return (
    <>
      <dl className="comparison">
        <dt>Now</dt>
        <dd>
          <Entries
            list={isLong ? without(before, others) : before}
            marks={isRegistered ? null : redirectUri}
            as="taken out"
            none={rest}
          />
        </dd>
        <dt>Then</dt>
        <dd>
          <Entries
            list={isLong ? without(after, others) : after}
            marks={isRegistered ? redirectUri : null}
            as="added"
            none={rest}
          />
        </dd>
      </dl>
      {isLong && (
        <Fold summary={`${others.length} other entries stay as they are`}>
          <Entries list={others} />
        </Fold>
      )}
    </>
  );
};

const without = (list: readonly string[], others: readonly string[]) => list.filter((uri) => !others.includes(uri));

type EntriesProps = {
  list: readonly string[];
  /** The entry that changes, and what becomes of it. */
  marks?: string | null;
  as?: string;
  /** What is said where there is none. */
  none?: string;
};

const Entries = ({ list, marks = null, as = '', none = 'no entry' }: EntriesProps) => {
  if (list.length === 0) return <span className="subtle">{none}</span>;
  // An entry can stand in a list twice.
  const counted = list.map((text, index) => ({
    text,
    key: `${text} ${list.slice(0, index).filter((one) => one === text).length}`,
  }));
  return (
    <ul>
      {counted.map(({ text, key }) => (
        <li key={key}>
          {text === marks ? (
            <>
              <mark className="mend-entry">
                <Value>{text}</Value>
              </mark>{' '}
              <span className="subtle">{as}</span>
            </>
          ) : (
            <Value>{text}</Value>
          )}
        </li>
      ))}
    </ul>
  );
};
