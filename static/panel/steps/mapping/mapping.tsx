import Button from '@atlaskit/button/default/button';
import IconButton from '@atlaskit/button/icon/button';
import RedoIcon from '@atlaskit/icon/core/redo';
import UndoIcon from '@atlaskit/icon/core/undo';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import type { Mapping } from '../../../../src/contract/mapping';
import type { Failure } from '../../../../src/contract/result';
import { pluginNames } from '../../../../src/contract/target';
import { withRule } from '../../../../src/mapping/change-rule';
import { fittingMapping } from '../../../../src/mapping/fitting-mapping';
import type { JudgedPerson } from '../../../../src/mapping/judge-sample';
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
import { comparedFieldsOf } from './compared-fields';
import { MappingForm } from './mapping-form';
import { MappingFormContext, type MappingFormModel, type SetRule } from './mapping-form-context';
import { PeopleTable } from './people-table';
import { StartFrom } from './start-from';
import { targetOf } from './target-of';
import { useHistory } from './use-history';
import { useJudged } from './use-judged';
import { useSample } from './use-sample';
import './mapping.css';

const VersionsDialog = lazy(() => import('./versions-dialog'));

/** Which claim becomes which field, and what people would become by it. */
const MappingStep = () => {
  const { target } = usePanel();
  if (target) return <MappingOf key={target.id} target={target} />;
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

/** Who is refused and has no account loses nothing, and whom Casdoor keeps out is meant to be. */
const harmIn = (people: readonly JudgedPerson[]) => ({
  people: people.length,
  harmed: people.filter(
    ({ verdict: { outcome, lockedOut } }) =>
      outcome === 'renamed' || outcome === 'collides' || (lockedOut && outcome !== 'barred'),
  ).length,
});

/** Such a row is kept while it is typed, and cannot be saved. */
const namelessGroup: Failure = {
  code: 'refused',
  message: 'A row of the group mapping has no group.',
  remedy: 'Name the group under User Groups, or remove the row.',
};

type MappingOfProps = { target: NonNullable<ReturnType<typeof usePanel>['target']> };

const MappingOf = ({ target }: MappingOfProps) => {
  const { state, check, report, reload, announce, noteSampled } = usePanel();
  const { id } = target;
  const settings = target.settings.value;
  const { plugin, product } = settings;
  const [isShowingVersions, setIsShowingVersions] = useState(false);
  const secretAt = target.secret.kind === 'saved' ? target.secret.at : target.secret.kind;
  const sample = useSample(id, `${state.connection?.version} ${target.settings.version} ${secretAt}`);
  // As people or the last check told it; until then it is not known here, and JWT is what Casdoor begins with.
  const format = sample.value?.tokenFormat ?? report?.tokenFormat ?? undefined;
  const known = tokenFormatNamed(format) ?? 'JWT';
  const empty = useMemo(() => recommendedMapping(plugin, known), [plugin, known]);
  const send = useCallback(
    // It may have been made while another plugin was chosen.
    (base: number, mapping: Mapping) =>
      call('saveMapping', { target: id, base, mapping: fittingMapping(mapping, plugin) }),
    [id, plugin],
  );
  const draft = useDraft({ key: `mapping:${id}`, saved: target.mapping, empty, send });
  const history = useHistory(draft);
  const { set } = history;
  const change = useCallback<MappingFormModel['change']>(
    (part, what) => set((before) => ({ ...before, ...part }), what),
    [set],
  );
  const setRule = useCallback<SetRule>(
    (rule, value) => set((before) => withRule(before, plugin, rule, value), `rule-${rule}`),
    [set, plugin],
  );
  const judgedFor = useMemo(() => targetOf(settings), [settings]);
  const judged = useJudged(sample.value, sample.added, draft.value, judgedFor);
  const isNew = target.mapping === null;
  const version = target.mapping?.version ?? 0;
  useEffect(() => {
    // What is typed and not saved is no verdict on what is.
    if (judged === null || draft.isDirty || version === 0) return;
    noteSampled({ target: id, version, ...harmIn(judged.people) });
  }, [judged, draft.isDirty, version, id, noteSampled]);
  const [isNameless, setIsNameless] = useState(false);
  const submit = async () => {
    const hasNameless = Object.keys(draft.value.rules?.groupMapping ?? {}).some((group) => group.trim() === '');
    setIsNameless(hasNameless);
    if (hasNameless) return;
    if (draft.isDirty || isNew) {
      if ((await draft.save()) === null) return;
      await reload();
    }
    await check.start();
  };
  const next = (target.mapping?.version ?? 0) + 1;
  const canSave = draft.isDirty || isNew;
  const form: MappingFormModel = {
    plugin,
    product,
    value: draft.value,
    change,
    setRule,
    isSaved: !canSave,
    format,
    sample: sample.value,
    judged,
  };
  return (
    <MappingFormContext.Provider value={form}>
      <div className="row spread mapping-head">
        <div className="head">
          <h1>Mapping</h1>
          <p>Which claim becomes which field of {pluginNames[plugin]}. The preview follows every keystroke.</p>
        </div>
        <div className="actions">
          <IconButton icon={UndoIcon} label="Undo" isDisabled={!history.canUndo} onClick={history.undo} />
          <IconButton icon={RedoIcon} label="Redo" isDisabled={!history.canRedo} onClick={history.redo} />
          {target.mapping && <Button onClick={() => setIsShowingVersions(true)}>Versions</Button>}
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
          fields={comparedFieldsOf(plugin)}
          onKeepMine={() => void submit()}
          onTakeTheirs={draft.discard}
        />
      )}
      <FailureBanner failure={isNameless ? namelessGroup : draft.failure} />
      <div className="mapping-columns">
        <section aria-labelledby="profile" className="stack">
          <div className="row spread">
            <h2 id="profile" className="group-title">
              {plugin === 'atlassian-dc' ? 'User mapping' : 'User Profile'}
            </h2>
            <StartFrom onPick={set} onVersions={() => setIsShowingVersions(true)} />
          </div>
          <MappingForm />
        </section>
        <PeopleTable sample={sample} target={id} />
      </div>
      <Result step="mapping" isOutdated={draft.isDirty} />
      <StepFoot step="mapping" isDirty={canSave} />
      {isShowingVersions && (
        <Suspense>
          <VersionsDialog
            target={id}
            onClose={() => setIsShowingVersions(false)}
            onPick={({ version, value }) => {
              set(() => value, 'start');
              setIsShowingVersions(false);
              announce(`Version ${version} is filled in. It is not saved yet.`);
            }}
          />
        </Suspense>
      )}
    </MappingFormContext.Provider>
  );
};

// React.lazy asks for a default.
export default MappingStep;
