import Button from '@atlaskit/button/default/button';
import ProgressBar from '@atlaskit/progress-bar';
import { useEffect, useRef } from 'react';
import type { DryRunProgress, DryRunView } from '../../../../src/contract/dry-run';
import { usePanel } from '../../panel-model';
import { exactTimeOf, timeOf } from '../../parts/moment';
import { counted, countOf } from '../../parts/numbers';
import { useNow } from '../../parts/use-now';
import { agoOf, timeLeftOf, titleOf } from './running-words';

/** A run that goes on, whoever started it: how far it is, what is certain already, and a way to stop it. */
export const Running = ({ run, product }: { run: DryRunView; product: string }) => {
  const { directory, state } = usePanel();
  const isCancelling = run.state === 'cancelling' || directory.doing === 'cancel';
  const { progress } = run;
  useAnnouncements(run, product);
  return (
    <>
      <section className="card card-padded stack" aria-labelledby="directory-answer">
        <div className="row spread">
          <h2 id="directory-answer" tabIndex={-1}>
            {isCancelling ? 'Cancelling' : titleOf(progress, product)}
          </h2>
          <Button
            onClick={() => {
              if (!isCancelling) void directory.cancel(run.id);
            }}
          >
            {isCancelling ? 'Cancelling' : 'Cancel'}
          </Button>
        </div>
        {run.who !== state.me && (
          <p>
            {run.who} started it at {timeOf(run.startedAt)}.
          </p>
        )}
        {progress ? (
          <Amounts progress={progress} product={product} />
        ) : (
          <ProgressBar isIndeterminate ariaLabel="The run is beginning" />
        )}
        <Keeping progress={progress} />
      </section>
      {progress && progress.phase !== 'opening' && <Known progress={progress} product={product} />}
    </>
  );
};

const Amounts = ({ progress, product }: { progress: DryRunProgress; product: string }) => {
  const { people, accounts, phase, waitsUntil } = progress;
  const share = people.total ? Math.min(1, people.read / people.total) : 0;
  return (
    <div className="stack-small">
      <p className="row spread">
        <span>
          <strong className="figures">{countOf(people.read)}</strong>{' '}
          {people.total === null ? 'people in Casdoor' : `of ${countOf(people.total)} people in Casdoor`}
        </span>
        <span className="subtle figures">{people.isDone ? 'All read' : timeLeftOf(people)}</span>
      </p>
      <ProgressBar
        value={share}
        isIndeterminate={phase === 'reading' && people.total === null}
        ariaLabel="People read"
      />
      {accounts && (
        <p className="row spread">
          <span>
            <strong className="figures">{countOf(accounts.read)}</strong>{' '}
            {accounts.total === null
              ? `accounts in ${product}`
              : `of ${countOf(accounts.total)} accounts in ${product}`}
            {accounts.groups > 0 && `, ${counted(accounts.groups, 'group', 'groups')}`}
          </span>
          <span className="subtle figures">
            {accounts.isDone
              ? 'All read'
              : accounts.total === null
                ? `${product} does not say how many there are`
                : timeLeftOf(accounts)}
          </span>
        </p>
      )}
      {waitsUntil !== null && (
        <p>It waits until {exactTimeOf(waitsUntil)}: no more may be asked before, and it goes on by itself.</p>
      )}
    </div>
  );
};

const Keeping = ({ progress }: { progress: DryRunProgress | null }) => {
  const now = useNow(progress?.savedAt != null);
  return (
    <p className="small subtle">
      You can close this panel. The run goes on
      {progress?.savedAt
        ? `, and after an interruption it resumes from what it has kept (${agoOf(progress.savedAt, now)}).`
        : ', and its result waits here.'}
    </p>
  );
};

const Known = ({ progress, product }: { progress: DryRunProgress; product: string }) => {
  const { barred, withoutEmail, sharedUsernames, repeated } = progress.known;
  const figures: [number, string][] = [
    [barred, 'forbidden or deleted in Casdoor'],
    [withoutEmail, 'without an e-mail address'],
    [sharedUsernames, 'share a username after mapping'],
    [repeated, 'met twice, counted once'],
  ];
  return (
    <section className="group" aria-labelledby="certain-already">
      <h2 className="group-title" id="certain-already">
        Certain already
      </h2>
      <dl className="metrics">
        {figures.map(([count, words]) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd className="figures">{countOf(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="small subtle">
        {progress.accounts
          ? `The matching with ${product}'s accounts follows when both sides are read.`
          : `The accounts in ${product} are not read, so nobody is matched with one.`}
      </p>
    </section>
  );
};

/** Tenths of the way, said once each: every look would be said over the one before. */
const useAnnouncements = ({ progress }: DryRunView, product: string) => {
  const { announce } = usePanel();
  const said = useRef('');
  useEffect(() => {
    if (!progress) return;
    const { read, total } = progress.people;
    const tenth = total ? Math.floor((read / total) * 10) : 0;
    const now =
      progress.phase === 'matching' || progress.phase === 'writing'
        ? titleOf(progress, product)
        : progress.waitsUntil !== null
          ? `It waits until ${timeOf(progress.waitsUntil)}.`
          : tenth > 0 && total
            ? `${tenth * 10}% of ${countOf(total)} people read.`
            : '';
    if (now === '' || now === said.current) return;
    said.current = now;
    announce(now);
  }, [progress, product, announce]);
};
