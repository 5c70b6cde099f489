import Button from '@atlaskit/button/default/button';
import type { Mapping } from '../../../../src/contract/mapping';
import type { TryIn } from '../../../../src/contract/watch';
import { keepDraft, readDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { hrefOf } from '../../routes';
import { withFound } from './with-found';

/** Whom it concerns: by the preview with what was found, or by a dry run. Neither writes anything. */
export const TryIt = ({ tryIn }: { tryIn: TryIn }) => {
  const { target, announce } = usePanel();
  if (tryIn.step === 'directory')
    return (
      <p>
        <a href={hrefOf('directory')}>Make the dry run again</a> to see whom it concerns.
      </p>
    );
  if (!target?.mapping) return null;
  const { id, mapping } = target;
  const preview = () => {
    const key = `mapping:${id}`;
    // What somebody has typed there and not saved stays, but for this field.
    const draft = readDraft<Mapping>(key) ?? { base: mapping.version, value: mapping.value };
    keepDraft(key, { ...draft, value: withFound(draft.value, tryIn) });
    announce('What was found is filled in. It is not saved.');
    location.hash = hrefOf('mapping');
  };
  return (
    <div className="row">
      <Button spacing="compact" onClick={preview}>
        Preview it in Mapping
      </Button>
      <span className="small subtle">What was found is filled in there, and not saved.</span>
    </div>
  );
};
