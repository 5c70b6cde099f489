import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import Toggle from '@atlaskit/toggle';
import { type ClaimSource, claimSources, type Mapping } from '../../../../src/contract/mapping';
import type { Finding } from '../../../../src/contract/report';
import { documentedScopes, type Plugin, productNames } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { describedBy, LabelledField } from '../../parts/labelled-field';
import { Mark } from '../../parts/mark';
import { Value } from '../../parts/rich-text';
import { Tick } from '../../parts/tick';
import { meaningOf } from '../../parts/verdict-words';
import { hintOf } from './claim-hint';
import { labelsOf } from './plugin-labels';

type MappingFormProps = {
  plugin: Plugin;
  value: Mapping;
  onChange: (part: Partial<Mapping>) => void;
  /** The report is about what stands here. */
  isSaved: boolean;
  format?: string;
};

const sourceWords: Record<ClaimSource, string> = {
  id_token: 'ID token',
  userinfo: 'Userinfo (/api/userinfo)',
  'get-account': 'get-account (/api/get-account)',
};

/** The plugin's fields in the plugin's words; each claim is judged while it is typed. */
export const MappingForm = ({ plugin, value, onChange, isSaved, format }: MappingFormProps) => {
  const { target, state } = usePanel();
  const product = target?.settings.value.product ?? state.place.product;
  const labels = labelsOf[plugin];
  const isSeparate = 'firstName' in value.name;
  const source = value.source ?? 'id_token';
  const shared = { plugin, source, isSaved, ...(format === undefined ? {} : { format }) };
  return (
    <div className="stack">
      {value.source !== null && (
        <fieldset className="plain">
          <legend>The plugin reads</legend>
          {claimSources.map((each) => (
            <Tick
              key={each}
              group="source"
              label={sourceWords[each]}
              checked={each === source}
              onChange={() => onChange({ source: each })}
            />
          ))}
        </fieldset>
      )}
      {value.source === null && (
        <p className="small subtle">The plugin reads the ID token; for the username it then looks into userinfo.</p>
      )}
      <ClaimField
        id="username"
        label={labels.username}
        {...shared}
        text={value.username}
        onType={(username) => onChange({ username })}
      />
      <ClaimField
        id="email"
        label={labels.email}
        {...shared}
        text={value.email}
        onType={(email) => onChange({ email })}
        {...(plugin === 'miniorange' && { note: 'Several are separated by ;' })}
      />
      {plugin !== 'atlassian-dc' && (
        <div className="row spread">
          <label htmlFor="separate">{labels.separate}</label>
          <Toggle
            id="separate"
            isChecked={isSeparate}
            onChange={() =>
              onChange({
                name: isSeparate ? { fullName: 'displayName' } : { firstName: 'firstName', lastName: 'lastName' },
              })
            }
          />
        </div>
      )}
      {'fullName' in value.name ? (
        <ClaimField
          id="full-name"
          label={labels.fullName}
          {...shared}
          text={value.name.fullName}
          onType={(fullName) => onChange({ name: { fullName } })}
        />
      ) : (
        <Names name={value.name} labels={labels} shared={shared} onChange={onChange} />
      )}
      <ClaimField
        id="groups"
        label={labels.groups}
        {...shared}
        text={value.groups ?? ''}
        onType={(groups) => onChange({ groups: groups.trim() === '' ? null : groups })}
        note={`Empty: groups are left as they are. Casdoor sends them as organization/group, which nothing in ${productNames[product]} is called.`}
      />
    </div>
  );
};

type Shared = Pick<MappingFormProps, 'plugin' | 'isSaved' | 'format'> & { source: ClaimSource };

type NamesProps = {
  name: { firstName: string; lastName: string };
  labels: { firstName: string; lastName: string };
  shared: Shared;
  onChange: (part: Partial<Mapping>) => void;
};

const Names = ({ name, labels, shared, onChange }: NamesProps) => (
  <>
    <ClaimField
      id="first-name"
      label={labels.firstName}
      {...shared}
      text={name.firstName}
      onType={(firstName) => onChange({ name: { ...name, firstName } })}
    />
    <ClaimField
      id="last-name"
      label={labels.lastName}
      {...shared}
      text={name.lastName}
      onType={(lastName) => onChange({ name: { ...name, lastName } })}
    />
  </>
);

type ClaimFieldProps = Shared & {
  id: string;
  label: string;
  text: string;
  onType: (text: string) => void;
  note?: string;
};

const ClaimField = ({ id, label, text, onType, note, plugin, source, isSaved, format }: ClaimFieldProps) => {
  const { report, check, target } = usePanel();
  const isExpression = plugin === 'atlassian-dc' && id !== 'groups';
  // Atlassian's own SSO looks into userinfo too, for the username alone.
  const sources: ClaimSource[] = plugin === 'atlassian-dc' && id === 'username' ? ['id_token', 'userinfo'] : [source];
  const seen = target?.seen ?? null;
  const scopes = (target?.settings.value.scopes || documentedScopes).split(/\s+/).filter(Boolean);
  const hint = hintOf(text, {
    plugin,
    sources,
    scopes,
    seen,
    isExpression,
    ...(format === undefined ? {} : { format }),
  });
  const judged =
    isSaved && !check.running ? report?.findings.find((each) => isFailed(each) && isAbout(each, id)) : undefined;
  const meaning = judged ? meaningOf(judged) : hint?.of === 'serious' ? 'serious' : null;
  const fault =
    meaning && meaning !== 'passed'
      ? judged
        ? { of: meaning, text: judged.title, finding: judged.id }
        : { of: meaning, text: hint?.text ?? '' }
      : null;
  const shown = hint && !fault && (
    <span className="row claim-hint">
      <Mark of={hint.of} silent />
      <span>{hint.text}</span>
    </span>
  );
  return (
    <LabelledField id={id} label={label} fault={fault} hint={shown || note}>
      <Textfield
        id={id}
        name={id}
        isMonospaced
        spellCheck={false}
        autoComplete="off"
        value={text}
        isInvalid={fault !== null}
        {...describedBy(id, fault !== null || Boolean(shown || note))}
        onChange={(event) => onType(event.currentTarget.value)}
      />
      {judged?.detail?.kind === 'claims' && judged.detail.better.length > 0 && (
        <ul className="better card" aria-label="Fits better">
          {judged.detail.better.slice(0, 3).map(({ claim, sample }) => (
            <li key={claim}>
              <span className="grow">
                <Value>{claim}</Value>
                {sample !== null && <span className="subtle"> such as {sample}</span>}
              </span>
              <Button
                spacing="compact"
                aria-label={`Use ${claim} for ${label}`}
                onClick={() => onType(isExpression ? `\${${claim}}` : claim)}
              >
                Use
              </Button>
            </li>
          ))}
        </ul>
      )}
    </LabelledField>
  );
};

const isFailed = ({ outcome, area }: Finding) => area === 'mapping' && (outcome === 'fail' || outcome === 'warn');

/** A finding names the field whose claims would fit better. */
const isAbout = ({ detail }: Finding, id: string) =>
  detail?.kind === 'claims' && detail.field.toLowerCase().replace(/[^a-z]/g, '') === id.replace(/[^a-z]/g, '');
