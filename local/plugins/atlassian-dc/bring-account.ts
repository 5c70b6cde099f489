import type { Product } from '../../../src/contract/target';
import type { Json } from '../../../src/targets/file-provider';
import type { MadeUser } from '../../atlassian/population';
import { isOn, jitIn, textIn } from './stored-settings';

/** What was learned at the sign-in. `userinfo` is asked only where the ID token lacks a claim of the username. */
export type SignedIn = { idToken: Json; userinfo: () => Promise<Json> };

/** The accounts of the product, and whom an earlier sign-in stored under a subject. */
export type Accounts = {
  product: Product;
  named: (name: string) => MadeUser | undefined;
  bySubject: (subject: string) => string | undefined;
};

export type Brought = { user: MadeUser; subject: string } | { refused: string };

/**
 * What the plugin makes of a sign-in, by the rules as they are known: written apart from the preview, so that each of the
 * two shows where the other is wrong.
 */
export const bringAccount = async (signedIn: SignedIn, idp: Json, accounts: Accounts): Promise<Brought> => {
  const { idToken } = signedIn;
  const subject = textIn(idToken, 'sub');
  const written = textIn(idp, 'username-claim') || '${sub}';
  let username = filledIn(written, idToken);
  if ('missing' in username) username = filledIn(written, { ...(await signedIn.userinfo()), ...idToken });
  if ('missing' in username) return { refused: `Claim [${username.missing}] could not be found.` };
  const stored = accounts.bySubject(subject);
  const found = (stored === undefined ? undefined : accounts.named(stored)) ?? accounts.named(username.text);
  const jit = jitIn(idp);
  if (!isOn(jit, 'user-provisioning-enabled')) {
    if (found === undefined)
      return { refused: `Received SSO request for user ${username.text}, but the user does not exist.` };
    return found.active ? { user: found, subject } : { refused: `The user ${found.name} is not active.` };
  }
  const displayName = filledIn(textIn(jit, 'mapping-display-name'), idToken);
  if ('missing' in displayName) return { refused: `Claim [${displayName.missing}] could not be found.` };
  const email = filledIn(textIn(jit, 'mapping-email'), idToken);
  if ('missing' in email) return { refused: `Claim [${email.missing}] could not be found.` };
  const groupsClaim = textIn(jit, 'mapping-groups');
  const sent: unknown = groupsClaim === '' ? null : idToken[groupsClaim];
  if (groupsClaim !== '' && !isTexts(sent))
    return { refused: `Claim [${groupsClaim}] could not be found, or is no list of texts.` };
  if (found?.active === false) return { refused: `The user ${found.name} is not active.` };
  // Groups are made to match exactly: an empty list takes every one away.
  const groups = isTexts(sent) ? sent : (found?.groups ?? [usersGroup[accounts.product]]);
  const user: MadeUser = {
    name: found?.name ?? username.text,
    displayName: displayName.text,
    email: email.text,
    active: true,
    groups: [...new Set(groups)],
  };
  return { user, subject };
};

const usersGroup: Record<Product, string> = { jira: 'jira-software-users', confluence: 'confluence-users' };

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/** `${claim}` is filled in, all else stands for itself. A claim that is no text counts as missing. */
const filledIn = (expression: string, claims: Json): { text: string } | { missing: string } => {
  let missing: string | null = null;
  const text = expression.replace(/\$\{([^{}]+)\}/g, (_whole, claim: string) => {
    const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
    if (typeof value !== 'string') missing ??= claim;
    return String(value);
  });
  return missing === null ? { text } : { missing };
};
