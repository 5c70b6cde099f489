import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useState } from 'react';
import type { AccountsAccess } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { productNames, usualAdministratorGroups } from '../../../../src/contract/target';
import { call } from '../../bridge';
import { dropDraft, keepDraft, readDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { describedBy, LabelledField } from '../../parts/labelled-field';

type AdministratorGroupsProps = { groups: string[] | null; target: TargetView; access: AccountsAccess };

/** The groups whose members administer: those that an installation comes with, unless others are named. */
export const AdministratorGroups = ({ groups, target, access }: AdministratorGroupsProps) => {
  const { directory, announce } = usePanel();
  const { product } = target.settings.value;
  const draft = `administrators:${target.id}`;
  const saved = (groups ?? []).join(', ');
  const [typed, setTyped] = useState(() => readDraft<string>(draft)?.value ?? null);
  const [isSaving, setIsSaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const text = typed ?? saved;
  const usual =
    access.kind === 'own-site' || target.settings.value.plugin === 'miniorange-cloud'
      ? 'those of the site'
      : usualAdministratorGroups[product].join(', ');
  const change = (next: string) => {
    setTyped(next);
    setFailure(null);
    keepDraft(draft, { base: 0, value: next });
  };
  const save = async () => {
    if (isSaving) return;
    const named = text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    setIsSaving(true);
    const answer = await call('saveAdministratorGroups', {
      target: target.id,
      groups: named.length === 0 ? null : named,
    });
    setIsSaving(false);
    if (!answer.ok) return setFailure(answer.error);
    dropDraft(draft);
    setTyped(null);
    directory.adopt({ administratorGroups: answer.value });
    announce('The groups of administrators are saved.');
    await directory.refresh();
  };
  const isDirty = text.trim() !== saved;
  return (
    <section className="card card-padded stack" aria-labelledby="who-administers">
      <h2 id="who-administers" className="group-title">
        Who administers {productNames[product]}
      </h2>
      <FailureBanner failure={failure} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isDirty) void save();
        }}
      >
        <LabelledField
          id="administrator-groups"
          label="Groups whose members administer"
          hint={`Separated by commas. Empty: ${usual}.`}
        >
          <div className="with-button">
            <div className="grow">
              <Textfield
                id="administrator-groups"
                autoComplete="off"
                spellCheck={false}
                placeholder={usual}
                value={text}
                {...describedBy('administrator-groups', true)}
                onChange={(event) => change(event.currentTarget.value)}
              />
            </div>
            <Button type="submit" isDisabled={!isDirty}>
              {isSaving ? 'Saving' : 'Save'}
            </Button>
          </div>
        </LabelledField>
      </form>
    </section>
  );
};
