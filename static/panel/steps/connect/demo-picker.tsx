import { useState } from 'react';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { dropDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';

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
  return (
    <>
      <FailureBanner failure={failure} />
      <ul className="situations">
        {state.place.demo?.map(({ id, title }) => (
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
    </>
  );
};
