import type { Attempted } from '../../apply/apply-target';
import { visible } from '../../checks/visible';
import type { Mapping } from '../../contract/mapping';
import type { TargetSettings } from '../../contract/panel-calls';
import { rulesOf } from '../../mapping/rules-of';
import type { Secret } from '../../secrets/secret';
import type { Endpoints } from '../endpoints';
import { secretIn } from '../file-provider';

/** What the plugin is to hold of one provider. */
export type WantedSettings = {
  kind: 'settings';
  settings: Pick<TargetSettings, 'clientId' | 'scopes' | 'comparesIssuer'>;
  /** One that is null stays as the plugin has it. */
  endpoints: Endpoints;
  mapping: Mapping;
  /** Null: the plugin keeps the one that it has. */
  secret: Secret | null;
};

/** Sending everybody to Casdoor is a plan of its own. */
export type MiniorangeWanted = WantedSettings | { kind: 'redirect'; isOn: boolean };

/** Refuses what the plugin's fields cannot hold. */
export const wantedSettings = (given: Omit<WantedSettings, 'kind'>): Attempted<WantedSettings> => {
  if (given.settings.clientId === '') return refused('There is no client ID to write.', 'Enter it in the step Client.');
  if (given.secret !== null && secretIn(given.secret.expose()) === null)
    return refused(
      'The client secret that is kept is empty, or a row of stars.',
      'Copy it in Casdoor and enter it in the step Client.',
    );
  const rules = rulesOf(given.mapping, 'miniorange');
  // The plugin separates names by `;` and has no sign to write one itself.
  const split = [
    ...rules.allowedDomains,
    ...rules.excludeGroups,
    ...rules.defaultGroups,
    ...Object.values(rules.groupMapping ?? {}).flat(),
  ].find((name) => name.includes(';'));
  if (split !== undefined)
    return refused(
      `The name ${visible(split.slice(0, 100))} has a semicolon, by which the plugin would make two names of it.`,
      'Leave it out in the step Mapping.',
    );
  return { ok: true, value: { kind: 'settings', ...given } };
};

/** Settings of a mapping for which the exported file has no key that is known: they are set on the plugin's screen. */
export const settingsByHand = (mapping: Mapping): { tab: string; label: string; value: string }[] => {
  const { createUsers, groupPattern } = rulesOf(mapping, 'miniorange');
  return [
    ...(groupPattern === null
      ? []
      : [{ tab: 'User Groups', label: 'Apply regular expression on groups', value: groupPattern }]),
    ...(createUsers ? [] : [{ tab: 'User Groups', label: 'Create accounts at the first sign-in', value: 'Off' }]),
  ];
};

const refused = (message: string, remedy: string): Attempted<never> => ({
  ok: false,
  failure: { code: 'refused', message, remedy, isFinal: false },
});
