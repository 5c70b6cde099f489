import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import { call, pluginEgress, withdrawEgress } from '../../bridge';
import { dropDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { LeftBehind } from '../../parts/mend/left-behind';
import { placeOf } from '../../shell/target-words';

/** Removes a target with everything that was kept for it. The plugin and Casdoor stay as they are. */
export const RemoveTarget = () => {
  const { state, target, adopt, choose, announce } = usePanel();
  const [isAsking, setIsAsking] = useState(false);
  if (!target) return null;
  const place = placeOf(target.settings.value);
  const remove = async () => {
    const answer = await call('removeTarget', { id: target.id });
    if (!answer.ok) return announce(answer.error.message);
    if (state.place.from === 'cloud') await withdrawEgress(pluginEgress(target.id));
    dropDraft(`target:${target.id}`);
    dropDraft(`mapping:${target.id}`);
    adopt(answer.value);
    choose(answer.value.targets[0]?.id ?? null);
    announce(`The target ${place} was removed.`);
  };
  return (
    <div className="below">
      {isAsking ? (
        <div className="stack-small">
          <LeftBehind targets={[target]} />
          <div className="row">
            <span>Its settings, secret, mapping and ticks are deleted here. The plugin itself is not touched.</span>
            <Button spacing="compact" onClick={() => void remove()}>
              Remove {place}
            </Button>
            <Button spacing="compact" appearance="subtle" onClick={() => setIsAsking(false)}>
              Keep it
            </Button>
          </div>
        </div>
      ) : (
        <button type="button" className="link-button small" onClick={() => setIsAsking(true)}>
          Remove this target
        </button>
      )}
    </div>
  );
};
