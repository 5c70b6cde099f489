import { useState } from 'react';
import type { DemoSituation } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { dropDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { Fold } from '../../parts/fold';

/** The commonest ones, told first by the backend. */
const shownAtOnce = 7;

/** Ready-made situations: one press fills in the form and checks it. */
export const DemoPicker = ({ current }: { current?: string }) => {
  const { state, adopt, choose, check } = usePanel();
  const [starting, setStarting] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const start = async (situation: string) => {
    if (starting !== null) return;
    setStarting(situation);
    setFailure(null);
    const answer = await call('startDemo', { situation });
    setStarting(null);
    if (!answer.ok) return setFailure(answer.error);
    dropDraft('connection');
    const before = new Set(state.targets.map(({ id }) => id));
    const made = answer.value.targets.find(({ id }) => !before.has(id)) ?? answer.value.targets.at(-1);
    if (made) {
      dropDraft(`target:${made.id}`);
      dropDraft(`mapping:${made.id}`);
      choose(made.id);
    }
    adopt(answer.value);
    await check.start({ target: made?.id ?? null });
  };
  const situations = state.place.demo ?? [];
  const more = situations.slice(shownAtOnce);
  const list = (some: readonly DemoSituation[]) => (
    <ul className="situations">
      {some.map(({ id, title }) => (
        <li key={id}>
          <button
            type="button"
            className="situation"
            aria-current={id === current ? 'true' : undefined}
            onClick={() => void start(id)}
          >
            {starting === id ? `${title}: starting` : title}
          </button>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <FailureBanner failure={failure} />
      {list(situations.slice(0, shownAtOnce))}
      {more.length > 0 && (
        <Fold summary="More situations" open={more.some(({ id }) => id === current)}>
          {list(more)}
        </Fold>
      )}
    </>
  );
};
