import { memo, useCallback } from 'react';
import { type ClaimSource, claimSources } from '../../../../src/contract/mapping';
import { productNames } from '../../../../src/contract/target';
import { type Rules, rulesOf } from '../../../../src/mapping/rules-of';
import { Tick } from '../../parts/tick';
import { ClaimField } from './claim-field';
import { useMappingForm } from './mapping-form-context';
import { NameFields } from './name-fields';
import { labelsOf, loginByWords, provisioningLabel, ruleLabels } from './plugin-labels';
import { PatternField, RuleChoice, RuleSwitch } from './rule-fields';
import { SignInSettings } from './sign-in-settings';
import { usePatternEffect } from './use-pattern-effect';
import { GroupField, UserGroups } from './user-groups';

const sourceWords: Record<ClaimSource, string> = {
  id_token: 'ID token',
  userinfo: 'Userinfo (/api/userinfo)',
  'get-account': 'get-account (/api/get-account)',
};

/** The plugin's fields in the plugin's words and order; each is judged while it is typed. */
export const MappingForm = () => {
  const { plugin, value } = useMappingForm();
  const rules = rulesOf(value, plugin);
  switch (plugin) {
    case 'miniorange':
      return <Miniorange rules={rules} />;
    case 'atlassian-dc':
      return <AtlassianDc rules={rules} />;
    case 'miniorange-cloud':
      // Its screen has no group attribute, but a file may.
      return <Plain hasGroups={value.groups !== null} />;
    case 'other':
      return <Plain hasGroups />;
  }
};

const Miniorange = ({ rules }: { rules: Rules }) => {
  const { plugin, value, setRule } = useMappingForm();
  const labels = labelsOf[plugin];
  const setLoginBy = useCallback((by: Rules['loginBy']) => setRule('loginBy', by), [setRule]);
  const effect = usePatternEffect();
  return (
    <div className="stack">
      <SourceField />
      <RuleChoice
        id="rule-loginBy"
        label={ruleLabels.loginBy}
        words={loginByWords}
        value={rules.loginBy}
        onChange={setLoginBy}
      />
      <UsernameField label={labels.username} text={value.username} />
      <PatternField
        id="rule-usernamePattern"
        label={ruleLabels.usernamePattern}
        pattern={rules.usernamePattern}
        onChange={(pattern) => setRule('usernamePattern', pattern)}
        effect={effect}
      />
      <ClaimField
        field="email"
        id="email"
        label={labels.email}
        text={value.email}
        write={(email) => ({ email })}
        note="Several are separated by ;"
      />
      <NameFields />
      <RuleSwitch
        rule="updateUsers"
        label={ruleLabels.updateUsers}
        isOn={rules.updateUsers}
        onRule={setRule}
        {...(rules.updateUsers ? {} : { note: 'E-mail and full name of an account then stay as they are.' })}
      />
      <p className="small subtle">Language Mapping is no part of the mapping: leave it off, as it comes.</p>
      <UserGroups rules={rules} />
      <SignInSettings rules={rules} />
    </div>
  );
};

const AtlassianDc = ({ rules }: { rules: Rules }) => {
  const { plugin, product, value, setRule } = useMappingForm();
  const labels = labelsOf[plugin];
  return (
    <div className="stack">
      <p className="small subtle">The plugin reads the ID token; for the username it then looks into userinfo.</p>
      <UsernameField label={labels.username} text={value.username} />
      <h3 className="group-title">JIT provisioning</h3>
      <RuleSwitch
        rule="createUsers"
        label={provisioningLabel}
        isOn={rules.createUsers}
        onRule={setRule}
        {...(rules.createUsers
          ? {}
          : {
              note: `Only who has an account in ${productNames[product]} gets in, and the fields below are not read.`,
            })}
      />
      <NameFields />
      <ClaimField field="email" id="email" label={labels.email} text={value.email} write={(email) => ({ email })} />
      <GroupField />
    </div>
  );
};

const Plain = ({ hasGroups }: { hasGroups: boolean }) => {
  const { plugin, value } = useMappingForm();
  const labels = labelsOf[plugin];
  return (
    <div className="stack">
      <SourceField />
      <UsernameField label={labels.username} text={value.username} />
      <ClaimField field="email" id="email" label={labels.email} text={value.email} write={(email) => ({ email })} />
      <NameFields />
      {hasGroups && <GroupField />}
    </div>
  );
};

const UsernameField = ({ label, text }: { label: string; text: string }) => (
  <ClaimField field="username" id="username" label={label} text={text} write={(username) => ({ username })} />
);

const SourceField = () => {
  const { value, change } = useMappingForm();
  const set = useCallback((source: ClaimSource) => change({ source }, 'source'), [change]);
  return <Sources source={value.source ?? 'id_token'} onChange={set} />;
};

const Sources = memo(({ source, onChange }: { source: ClaimSource; onChange: (source: ClaimSource) => void }) => (
  <fieldset className="plain">
    <legend>The plugin reads</legend>
    {claimSources.map((each) => (
      <Tick
        key={each}
        group="source"
        label={sourceWords[each]}
        checked={each === source}
        onChange={() => onChange(each)}
      />
    ))}
  </fieldset>
));
