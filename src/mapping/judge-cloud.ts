import { productNames } from '../contract/target';
import {
  type Decision,
  type Existing,
  notCertain,
  notLookedUp,
  type PersonFacts,
  type Rulings,
  refused,
} from './decision';
import { isBlank, type PersonReading } from './field-reading';

/**
 * The Cloud app bridges to SAML, where Atlassian matches people by their e-mail; neither creating nor updating is told of
 * in any public source.
 */
export const onCloud = (rulings: Rulings, read: PersonReading, existing: Existing, facts: PersonFacts): Decision => {
  const product = productNames[rulings.target.product];
  const { email } = read;
  if (!email.certain) return notCertain('Which e-mail the plugin reads is not certain.');
  if (isBlank(email.value)) return refused('no-email', 'There is no e-mail, by which Atlassian tells who signs in.');
  const asked = String(email.value);
  if ((facts.matches ?? 0) > 1)
    return { outcome: 'collides', reasons: [`${facts.matches} users of ${product} have the e-mail ${asked}.`] };
  if (existing === 'unknown') return notLookedUp(rulings, `a user with the e-mail ${asked}`);
  if (existing === null)
    return rulings.hiddenEmails > 0
      ? notCertain(
          `No user of ${product} shows the e-mail ${asked}; Atlassian hides that of ${rulings.hiddenEmails}, so it cannot be told whether one of them has it.`,
        )
      : notCertain(`No user of ${product} has the e-mail ${asked}; whether the sign-in creates one is not known.`);
  if (existing.email === null)
    return notCertain('Atlassian hides the e-mail of the user, so it cannot be told whether it is this person.');
  if (existing.email.toLowerCase() !== asked.toLowerCase())
    return {
      outcome: 'renamed',
      reasons: [`The person has the e-mail ${existing.email} in ${product} today, and the sign-in asks for ${asked}.`],
      changes: [{ field: 'email', from: existing.email, to: asked }],
    };
  if (!existing.active) return refused('inactive', `The user with the e-mail ${asked} is inactive in ${product}.`);
  const emailCapitals = existing.email !== asked;
  const name = read.fullName.value;
  if (typeof name === 'string' && existing.fullName !== null && existing.fullName !== name)
    return {
      ...notCertain(`Whether the full name ${existing.fullName} becomes ${name} is not known.`),
      emailCapitals,
      getsIn: true,
    };
  return {
    outcome: 'unchanged',
    reasons: [`The sign-in gets into the user of ${product} with the e-mail ${asked}.`],
    emailCapitals,
  };
};
