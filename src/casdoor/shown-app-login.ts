import type { Answer, Attempt } from '../checks/evidence';
import { isRecord } from './read-metadata';

/** Names of get-app-login's `data` whose values may be shown; of the rest only how many there were. */
const shown = [
  'owner',
  'name',
  'displayName',
  'organization',
  'clientId',
  'isShared',
  'disableSignin',
  'enableSignUp',
  'signinMethods',
  'scopes',
  'grantTypes',
] as const;

/** The answer as a finding may show it: Casdoor masks secrets there, older ones and other servers may not. */
export const shownAppLogin = (attempt: Attempt<Answer>): Attempt<Answer> => {
  if (!attempt.answered || !isRecord(attempt.value.json) || !isRecord(attempt.value.json.data)) return attempt;
  const { status, msg, data } = attempt.value.json;
  const kept = Object.fromEntries(shown.flatMap((name) => (name in data ? [[name, data[name]] as const] : [])));
  const withheld = Object.keys(data).filter((name) => !(name in kept)).length;
  const json = { status, msg, data: kept, withheld: `${withheld} more names` };
  return { answered: true, value: { ...attempt.value, json, body: JSON.stringify(json, null, 2) } };
};
