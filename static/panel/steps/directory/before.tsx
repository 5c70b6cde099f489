import Button from '@atlaskit/button/default/button';
import type { DirectoryState } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { productNames } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { Mark } from '../../parts/mark';
import { hrefOf } from '../../routes';
import { AccountsAccessView } from './accounts-access';
import { AdministratorGroups } from './administrator-groups';
import type { Lacking } from './directory';
import { forecastOf } from './forecast-words';

type BeforeProps = { state: DirectoryState; target: TargetView; lacks: readonly Lacking[] };

/** What a run will read, what it lacks, and how long it takes. */
export const Before = ({ state, target, lacks }: BeforeProps) => {
  const { directory } = usePanel();
  const product = productNames[target.settings.value.product];
  const isStarting = directory.doing === 'start';
  // Where the focus goes, unless the run that ended has a heading of its own.
  const heading = state.current ? 'what-it-does' : 'directory-answer';
  const readsBoth = state.access.kind !== 'none';
  return (
    <div className="stack">
      <section className="card card-padded stack" aria-labelledby={heading}>
        <h2 id={heading} className="group-title" tabIndex={-1}>
          What a run does
        </h2>
        <ol className="numbered">
          <li>Reads everybody of the organization in Casdoor, a page at a time.</li>
          <li>
            {readsBoth
              ? `Reads who is in ${product} already, with groups, and who administers it.`
              : `Could read who is in ${product} already; how, is said below.`}
          </li>
          <li>Says of each person what their first sign-in does, by mapping version {target.mapping?.version ?? 1}.</li>
        </ol>
        {lacks.map(({ text, link, step }) => (
          <p key={text} className="row">
            <Mark of="not-yet" />
            <span className="grow">
              {text} <a href={hrefOf(step)}>{link}</a>
            </span>
          </p>
        ))}
        <p className="small subtle">{forecastOf(state.forecast)}</p>
        {/* A run that ended without a result has buttons of its own. */}
        {!state.current && (
          <div className="actions">
            <Button
              appearance={lacks.length === 0 ? 'primary' : 'default'}
              isDisabled={lacks.length > 0}
              onClick={() => {
                if (directory.doing === null) void directory.start();
              }}
            >
              {isStarting ? 'Starting' : readsBoth ? 'Read both directories' : 'Read the directory of Casdoor'}
            </Button>
            {!readsBoth && lacks.length === 0 && (
              <span className="small subtle">Then nobody can be told what they have in {product}.</span>
            )}
          </div>
        )}
      </section>
      <RunSettings state={state} target={target} />
    </div>
  );
};

/** How the accounts are read, and who administers: what the next run goes by. */
export const RunSettings = ({ state, target }: { state: DirectoryState; target: TargetView }) => (
  <div className="stack">
    <AccountsAccessView key={target.id} access={state.access} target={target} />
    <AdministratorGroups groups={state.administratorGroups} target={target} access={state.access} />
  </div>
);
