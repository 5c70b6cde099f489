import { productNames } from '../contract/target';
import { type Decision, type Existing, notCertain, type PersonFacts, type Rulings, refused } from './decision';
import { type FieldReading, isBlank, type PersonReading } from './field-reading';

/** What ends a sign-in, or makes it uncertain, before any account is looked for. */
export const beforeLookUp = (
  { target, rules, domains }: Rulings,
  read: PersonReading,
  existing: Existing,
  facts: PersonFacts,
): Decision | null => {
  const { username, email } = read;
  const product = productNames[target.product];
  const byEmail = rules.loginBy === 'email';
  if (username.stops) return stoppedBy(username.stops);
  if (!byEmail && !username.certain) return notCertain('Which username the plugin reads is not certain.');
  if (isBlank(username.value)) {
    if (byEmail || !username.certain)
      return notCertain('There is no username; whether the plugin needs one to find people by e-mail is not known.');
    return refused('no-username', 'There is no username, so the plugin cannot tell who signs in.');
  }
  const provisions = target.plugin !== 'atlassian-dc' || rules.createUsers;
  const stopped = provisions ? [email, read.fullName, read.groups].find((one) => one?.stops)?.stops : null;
  if (stopped) {
    // A user of a remote directory goes first; whether just-in-time provisioning then looks at the claims is not known.
    if (typeof existing === 'object' && existing?.readOnly)
      return notCertain(stopped.reason, 'Whether this stops somebody whose directory is read-only is not known.');
    return stoppedBy(stopped);
  }
  const kept = domains.size === 0 ? null : keptByDomain(email, domains);
  if (kept !== null) return kept;
  if (!byEmail) return null;
  if (!email.certain) return notCertain('Which e-mail the plugin looks for is not certain.');
  if (isBlank(email.value))
    return existing === null
      ? refused('no-email', 'There is no e-mail to find an account by, and the plugin creates none without one.')
      : notCertain(
          'There is no e-mail to find an account by; whether the plugin then looks for the username is not known.',
        );
  if ((facts.matches ?? 0) > 1)
    return {
      outcome: 'collides',
      reasons: [`${facts.matches} accounts of ${product} have the e-mail ${email.value}; the sign-in fails.`],
    };
  return null;
};

/** A claim that has to be there, or to be text, refuses. */
const stoppedBy = ({ outcome, reason }: NonNullable<FieldReading['stops']>): Decision =>
  outcome === 'refused' ? refused('claim-missing', reason) : { outcome, reasons: [reason] };

/** Rule 9: allowed domains are compared case-sensitively. */
const keptByDomain = (email: FieldReading, domains: ReadonlySet<string>): Decision | null => {
  if (!email.certain)
    return notCertain('Which e-mail the plugin reads is not certain, and only some domains are allowed.');
  const address = typeof email.value === 'string' ? email.value : '';
  if (address.trim() === '')
    return notCertain(
      'There is no e-mail, and only some domains are allowed; what the plugin makes of that is not known.',
    );
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  // With a second @ it is not known which part is compared.
  const isPlain = at >= 0 && address.indexOf('@') === at;
  if (isPlain && domains.has(domain)) return null;
  const list = [...domains];
  if (!isPlain || list.some((one) => one !== domain && one.trim() === domain.trim()))
    return notCertain(
      `Whether the domain of ${address} is among the allowed ones (${list.join(', ')}) is not certain.`,
    );
  const near = list.find((one) => one.toLowerCase() === domain.toLowerCase());
  return refused(
    'domain',
    near === undefined
      ? `The domain ${domain} is none of the allowed ones (${list.join(', ')}).`
      : `The domain ${domain} is not ${near}: the plugin compares allowed domains with their capitals.`,
  );
};
