import Button from '@atlaskit/button/default/button';
import { useCallback, useMemo } from 'react';
import type { Mapping } from '../../../../src/contract/mapping';
import { pluginNames } from '../../../../src/contract/target';
import { recommendedMapping } from '../../../../src/mapping/recommended-mapping';
import { call } from '../../bridge';
import { useDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { Conflict } from '../../parts/conflict';
import { FailureBanner } from '../../parts/failure-banner';
import { Result } from '../../parts/result';
import { StepFoot } from '../../parts/step-foot';
import { hrefOf } from '../../routes';
import { tokenFormatNamed } from './claim-hint';
import { comparedFields } from './compared-fields';
import { MappingForm } from './mapping-form';
import { PersonPreview } from './person-preview';
import { StartFrom } from './start-from';
import { usePerson } from './use-person';
import './mapping.css';

/** Which claim becomes which field, and what one person would become by it. */
const MappingStep = () => {
  const { target } = usePanel();
  if (target) return <MappingOf key={target.id} />;
  return (
    <>
      <div className="head">
        <h1>Mapping</h1>
        <p>Which claim becomes which field.</p>
      </div>
      <p>
        A mapping belongs to a plugin on Jira or Confluence, and there is none yet.{' '}
        <a href={hrefOf('client')}>Name it in Client</a>
      </p>
      <StepFoot step="mapping" />
    </>
  );
};

const MappingOf = () => {
  const { target, check, report, reload } = usePanel();
  const id = target?.id ?? '';
  const plugin = target?.settings.value.plugin ?? 'other';
  const person = usePerson(id);
  // As the person or the last check told it; until then it is not known here, and JWT is what Casdoor begins with.
  const format = person.claims?.tokenFormat ?? report?.tokenFormat ?? undefined;
  const known = tokenFormatNamed(format) ?? 'JWT';
  const empty = useMemo(() => recommendedMapping(plugin, known), [plugin, known]);
  const send = useCallback(
    (base: number, mapping: Mapping) => call('saveMapping', { target: id, base, mapping }),
    [id],
  );
  const draft = useDraft({ key: `mapping:${id}`, saved: target?.mapping ?? null, empty, send });
  const isNew = target?.mapping === null;
  const submit = async () => {
    if (draft.isDirty || isNew) {
      if ((await draft.save()) === null) return;
      await reload();
    }
    await check.start();
  };
  const next = (target?.mapping?.version ?? 0) + 1;
  const canSave = draft.isDirty || isNew;
  return (
    <>
      <div className="row spread mapping-head">
        <div className="head">
          <h1>Mapping</h1>
          <p>Which claim becomes which field of {pluginNames[plugin]}. The preview follows every keystroke.</p>
        </div>
        <div className="actions">
          {draft.isDirty && (
            <Button appearance="subtle" onClick={draft.discard}>
              Back to what is saved
            </Button>
          )}
          <Button appearance={canSave ? 'primary' : 'default'} onClick={() => void submit()}>
            {draft.isSaving ? 'Saving' : canSave ? `Save as version ${next} and check` : 'Check again'}
          </Button>
        </div>
      </div>
      {draft.theirs && (
        <Conflict
          theirs={draft.theirs}
          mine={draft.value}
          fields={comparedFields}
          onKeepMine={() => void submit()}
          onTakeTheirs={draft.discard}
        />
      )}
      <FailureBanner failure={draft.failure} />
      <div className="mapping-columns">
        <section aria-labelledby="profile" className="stack">
          <div className="row spread">
            <h2 id="profile" className="group-title">
              {plugin === 'atlassian-dc' ? 'User mapping' : 'User Profile'}
            </h2>
            <StartFrom plugin={plugin} {...(format === undefined ? {} : { format })} onPick={draft.change} />
          </div>
          <MappingForm
            plugin={plugin}
            value={draft.value}
            onChange={draft.change}
            isSaved={!canSave}
            {...(format === undefined ? {} : { format })}
          />
        </section>
        <section aria-labelledby="preview" className="stack">
          <h2 id="preview" className="group-title">
            What one person would become
          </h2>
          <PersonPreview person={person} mapping={draft.value} />
        </section>
      </div>
      <Result step="mapping" isOutdated={draft.isDirty} />
      <StepFoot step="mapping" isDirty={canSave} />
    </>
  );
};

// React.lazy asks for a default.
export default MappingStep;
