import Button from '@atlaskit/button/default/button';
import Select from '@atlaskit/select';
import Textfield from '@atlaskit/textfield';
import { type ReactNode, useId, useState } from 'react';
import type { ApplyPlan, ApplyState } from '../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { describedBy, LabelledField } from '../../parts/labelled-field';
import { counted } from '../../parts/numbers';
import { noteOrder } from './apply-order';
import { asksForName, openGuards } from './guard-list';
import type { Planning } from './use-plan';
import type { WriteDraft } from './use-write-draft';

type WriteFormProps = {
  target: TargetView;
  state: ApplyState;
  plan: ApplyPlan;
  draft: WriteDraft;
  /** While the plan is made anew, and where it could not be, what is shown may be old. */
  planning: Pick<Planning, 'isLoading' | 'failure'>;
  /** Beside the button. */
  children?: ReactNode;
};

/** Minutes. */
const choices = [2, 5, 10, 15, 30, 60] as const;

/** How long the new settings wait for somebody, the product's name where it is asked for, and the one button that writes. */
export const WriteForm = ({ target, state, plan, draft, planning, children }: WriteFormProps) => {
  const { apply } = usePanel();
  const id = useId();
  const { overruled, typedName } = draft;
  const minutes = draft.minutes ?? Math.round(state.keepWithin / 60_000);
  const [wasTried, setWasTried] = useState(false);
  const { productName, summary, guards, change } = plan;
  const asks = asksForName(guards);
  // By what was there before, perhaps nobody can come in through the plugin to keep it.
  const waitsForKeep = change.kind !== 'as-before';
  const isNamed = !asks || typedName.trim().toLowerCase() === productName.toLowerCase();
  const open = openGuards(guards, overruled);
  const isStarting = apply.doing === 'write';
  const { isLoading } = planning;
  const wasLost = planning.failure !== null;
  const isReady = open.length === 0 && isNamed && !isLoading && !wasLost;
  const start = async () => {
    if (!isReady || isStarting) return;
    setWasTried(true);
    const order = crypto.randomUUID();
    noteOrder(target.id, order);
    await apply.start({
      apply: order,
      change,
      shown: summary.fingerprint,
      overruled: guards.filter((guard) => !guard.holds && overruled.includes(guard.id)).map((guard) => guard.id),
      typedName: typedName.trim(),
      keepWithin: minutes * 60_000,
    });
  };
  const options = [...new Set<number>([...choices, minutes])]
    .sort((one, other) => one - other)
    .map((value) => ({ value, label: counted(value, 'minute', 'minutes') }));
  const waits = open.length + (isNamed ? 0 : 1);
  return (
    <form
      className="stack"
      aria-label="Write"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <div className="fields">
        {waitsForKeep && (
          <LabelledField
            id={`${id}-back`}
            label="If nobody keeps the new settings, the old ones return after"
            hint={
              state.needsProcess
                ? 'Even when this panel is closed: as long as npm start runs, else at its next start.'
                : 'Even when this panel is closed.'
            }
          >
            <Select<{ value: number; label: string }>
              inputId={`${id}-back`}
              aria-label="If nobody keeps the new settings, the old ones return after"
              isSearchable={false}
              options={options}
              value={options.find(({ value }) => value === minutes) ?? null}
              onChange={(choice) => {
                if (choice) draft.change({ minutes: choice.value });
              }}
            />
          </LabelledField>
        )}
        {asks && (
          <LabelledField
            id={`${id}-name`}
            label={`Type ${productName} to confirm`}
            hint="Asked because administrators are affected."
          >
            <Textfield
              id={`${id}-name`}
              autoComplete="off"
              spellCheck={false}
              value={typedName}
              {...describedBy(`${id}-name`, true)}
              onChange={(event) => draft.change({ typedName: event.currentTarget.value })}
            />
          </LabelledField>
        )}
      </div>
      {!waitsForKeep && (
        <p className="subtle">
          They are kept at once, without a countdown, since by settings of before perhaps nobody could come in to keep
          them. What stands there now can be restored from the history.
        </p>
      )}
      {wasTried && !isStarting && apply.failedDoing === 'write' && <FailureBanner failure={apply.failure} />}
      <div className="actions">
        <Button type="submit" appearance="primary" isDisabled={!isReady}>
          {isStarting ? 'Ordering it' : `Write ${counted(summary.changes.length, 'field', 'fields')} to ${productName}`}
        </Button>
        {children}
      </div>
      {(waits > 0 || wasLost) && !isLoading && (
        <p className="small subtle" data-testid="write-waits">
          {wasLost
            ? 'It waits until the plugin can be read again: what stands here may be old.'
            : isNamed
              ? `It waits for ${counted(waits, 'thing', 'things')} that ${waits === 1 ? 'does' : 'do'} not hold, above.`
              : waits === 1
                ? `It waits until ${productName} is typed.`
                : `It waits until ${productName} is typed, and for ${counted(waits - 1, 'thing', 'things')} above.`}
        </p>
      )}
    </form>
  );
};
