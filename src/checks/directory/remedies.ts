import type { DryRunSums } from '../../contract/dry-run';
import type { Plugin } from '../../contract/target';
import { keyFieldOf, rulesOf } from '../../mapping/rules-of';
import type { Given } from '../evidence';
import type { Sentence } from '../say';

/** By what the plugin looks for an account; a mapping that is not there says nothing else than "by username". */
export const keyOf = ({ mapping, target }: Pick<Given, 'mapping' | 'target'>): 'username' | 'email' =>
  keyFieldOf(rulesOf(mapping ?? {}, target.plugin), target.plugin);

const sentence = (text: string): Sentence => ({ text, values: {} });

/** Accounts are looked for by a claim that fits them better. */
export const otherClaim = (given: Pick<Given, 'mapping' | 'target'>): Sentence => {
  if (keyOf(given) === 'email')
    return sentence(
      'In the plugin put into “Email” the claim with the e-mails of the accounts: the step Mapping ranks them.',
    );
  const byPlugin: Record<Plugin, string> = {
    miniorange:
      'In the plugin open User Profile and put into “Username claim” the claim with the usernames of {product}: the step Mapping ranks them.',
    'atlassian-dc':
      'In the plugin put into “Username mapping” the claim with the usernames of {product}: the step Mapping ranks them.',
    'miniorange-cloud':
      'In the plugin put into “Email” the claim with the e-mails of {product}: the step Mapping ranks them.',
    other: 'In the plugin choose the claim with the usernames of {product}: the step Mapping ranks them.',
  };
  return sentence(byPlugin[given.target.plugin]);
};

/** No sign-in takes a group away any more. */
export const groupsKept = ({ target }: Pick<Given, 'target'>): Sentence =>
  sentence(
    target.plugin === 'atlassian-dc'
      ? 'In the plugin clear the field “Groups” under JIT provisioning: then no sign-in takes a group away, from anybody.'
      : 'In the plugin open User Groups and turn on “Keep Existing Users Groups”: then no sign-in takes a group away, from anybody.',
  );

export const domainAllowed = sentence(
  'In the plugin open Sign In Settings and put every domain of your people into “Allowed Domains”, separated by `;` and with their capitals.',
);

export const emailFilledIn = sentence('In Casdoor open Users and fill in “Email” for these people.');

export const letIn = sentence(
  'In Casdoor open Users, open each of them who is to get in, and turn off “Is forbidden” or “Is deleted”.',
);

export const claimFilledIn = sentence(
  'In Casdoor open Users and fill in what is empty for these people: the list says for each which claim is missing.',
);

/** What lets most of those in again who are kept out of an account that they have. */
export const mostLetIn = (sums: DryRunSums, given: Pick<Given, 'mapping' | 'target'>): Sentence => {
  const { outcomes, refusedWithAccount: refused, barredWithAccount } = sums;
  const ways: [number, Sentence][] = [
    [
      outcomes.renamed + outcomes.collides + (refused['not-created'] ?? 0) + (refused['no-username'] ?? 0),
      otherClaim(given),
    ],
    [refused.domain ?? 0, domainAllowed],
    [refused['no-email'] ?? 0, emailFilledIn],
    [refused['claim-missing'] ?? 0, claimFilledIn],
    [barredWithAccount, letIn],
  ];
  const [most] = ways.sort(([one], [other]) => other - one);
  return most === undefined || most[0] === 0 ? otherClaim(given) : most[1];
};
