import { useCallback, useMemo } from 'react';
import { productNames } from '../../../../src/contract/target';
import { readJavaPattern } from '../../../../src/mapping/java-pattern';
import type { Rules } from '../../../../src/mapping/rules-of';
import { Fold } from '../../parts/fold';
import { Mark } from '../../parts/mark';
import { Tick } from '../../parts/tick';
import { ClaimField } from './claim-field';
import { namesSent } from './group-notes';
import { GroupRows } from './group-rows';
import { useMappingForm } from './mapping-form-context';
import { defaultGroupsForWords, labelsOf, ruleLabels } from './plugin-labels';
import { NameListField, PatternField, RuleChoice, RuleSwitch } from './rule-fields';
import { useFieldFacts } from './use-field-facts';

/** The claim of the groups; empty, groups are left as they are. */
export const GroupField = () => {
  const { plugin, product, value } = useMappingForm();
  return (
    <ClaimField
      field="groups"
      id="groups"
      label={labelsOf[plugin].groups}
      text={value.groups ?? ''}
      write={(groups) => ({ groups: groups.trim() === '' ? null : groups })}
      note={`Empty: groups are left as they are. Casdoor sends them as organization/group, which nothing in ${productNames[product]} is called.`}
    />
  );
};

/** The tab "User Groups" of miniOrange; its closed line sums it up. */
export const UserGroups = ({ rules }: { rules: Rules }) => {
  const { plugin, product, value, setRule, sample } = useMappingForm();
  const { fault } = useFieldFacts('groups', 'groups', value.groups ?? '');
  const setFor = useCallback((whom: Rules['defaultGroupsFor']) => setRule('defaultGroupsFor', whom), [setRule]);
  const sent = useMemo(
    () => namesSent(sample, value.source ?? 'id_token', value.groups),
    [sample, value.source, value.groups],
  );
  const name = productNames[product];
  const isRefused = rules.groupPattern !== null && readJavaPattern(rules.groupPattern).kind === 'refused';
  return (
    <Fold
      look="quiet"
      summary={
        <>
          {(fault !== null || isRefused) && <Mark of="serious" />}
          <span>User Groups: {summaryOf(rules, value.groups)}</span>
        </>
      }
    >
      <div className="stack fold-fields">
        <GroupField />
        <fieldset className="plain">
          <legend>Group mapping</legend>
          <Tick
            group="group-mode"
            label={ruleLabels.groupMapping}
            note={`Groups of ${name} by the names that lead into them.`}
            checked={!rules.onTheFlyGroups}
            onChange={() => setRule('onTheFlyGroups', false)}
          />
          <Tick
            group="group-mode"
            label={ruleLabels.onTheFlyGroups}
            note="Groups by the names that Casdoor sends; all others are taken away."
            checked={rules.onTheFlyGroups}
            onChange={() => setRule('onTheFlyGroups', true)}
          />
        </fieldset>
        {!rules.onTheFlyGroups && (
          <GroupRows
            mapping={value.rules?.groupMapping ?? none}
            onChange={(mapping) => setRule('groupMapping', mapping)}
            sent={sent}
          />
        )}
        <RuleSwitch rule="createGroups" label={ruleLabels.createGroups} isOn={rules.createGroups} onRule={setRule} />
        <RuleSwitch
          rule="keepGroups"
          label={ruleLabels.keepGroups}
          isOn={rules.keepGroups}
          onRule={setRule}
          {...(rules.keepGroups || value.groups === null
            ? {}
            : { note: 'A sign-in without groups takes a person out of every mapped group.' })}
        />
        <NameListField
          id="rule-excludeGroups"
          label={ruleLabels.excludeGroups}
          names={rules.excludeGroups}
          onChange={(names) => setRule('excludeGroups', names)}
          hint="On-The-Fly takes them from nobody. Several are separated by ;"
        />
        <NameListField
          id="rule-defaultGroups"
          label={ruleLabels.defaultGroups}
          names={rules.defaultGroups}
          onChange={(names) => setRule('defaultGroups', names)}
          hint="Several are separated by ;"
        />
        <RuleChoice
          id="rule-defaultGroupsFor"
          label={ruleLabels.defaultGroupsFor}
          words={defaultGroupsForWords}
          value={rules.defaultGroupsFor}
          onChange={setFor}
        />
        <RuleSwitch
          rule="restrictCreation"
          label={ruleLabels.restrictCreation}
          isOn={rules.restrictCreation}
          onRule={setRule}
        />
        <PatternField
          id="rule-groupPattern"
          label={ruleLabels.groupPattern}
          pattern={rules.groupPattern}
          onChange={(pattern) => setRule('groupPattern', pattern)}
          effect={rules.groupPattern === null ? null : 'It is applied to each group that Casdoor sends.'}
        />
        <p className="small subtle">
          {labelsOf[plugin].groups} empty and no {ruleLabels.defaultGroups}: the groups of {name} are left alone.
        </p>
      </div>
    </Fold>
  );
};

const none: Readonly<Record<string, readonly string[]>> = {};

const summaryOf = ({ groupMapping, onTheFlyGroups, defaultGroups }: Rules, claim: string | null): string => {
  const defaults = defaultGroups.length === 0 ? '' : `, ${defaultGroups.length} by default`;
  if (claim === null) return `no claim, left as they are${defaults}`;
  if (onTheFlyGroups) return `on-the-fly${defaults}`;
  return `${Object.keys(groupMapping ?? {}).length} mapped, on-the-fly off${defaults}`;
};
