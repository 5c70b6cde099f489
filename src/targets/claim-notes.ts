import { say } from '../checks/say';
import type { Mapping } from '../contract/mapping';
import type { Rich } from '../contract/report';

/** What to look out for in the username's field; null where nothing is. */
export const usernameNote = ({ source, username }: Mapping): Rich | null =>
  source === 'userinfo' && username === 'name'
    ? say(
        'In userinfo {claim} is the display name, which people can change; accounts would hang on it. {better} is the username.',
        { claim: 'name', better: 'preferred_username' },
      )
    : null;

/** What to look out for in the e-mail's field. */
export const emailNote = ({ source, email }: Mapping): Rich | null =>
  source === 'get-account' && email.split(';').some((claim) => claim.trim() === 'email')
    ? say(
        'In get-account the e-mail stands below {parent}, as {path}. The plugin finds it only because it looks for the first key of that name.',
        { parent: 'data', path: 'data.email' },
      )
    : null;

/** Why the full name is not the documentation's `display_name`, or that it is and will be empty. */
export const fullNameNote = ({ name }: Mapping): Rich | null => {
  if (!('fullName' in name)) return null;
  return name.fullName === documented
    ? say(
        'Casdoor never issues {claim}, so new accounts would get no full name. Choose another claim in the step Mapping.',
        {
          claim: documented,
        },
      )
    : say("Casdoor's documentation says {claim} here, a claim that Casdoor never issues.", { claim: documented });
};

const documented = 'display_name';
