import { userCreated } from '../../checks/directory/user-created';
import { usernameChanged } from '../../checks/directory/username-changed';
import { issuerMismatch } from '../../checks/discovery/issuer-mismatch';
import { pluginClientDiffers } from '../../checks/plugin/plugin-client-differs';
import { pluginWayBackMissing } from '../../checks/plugin/plugin-way-back-missing';
import { whyOf } from '../../checks/why-of';
import { isLiteral } from '../../mapping/username-expression';
import { always, type MappingField, type Meaning, type Meanings, switched } from '../field-meaning';

const endpoint = always(
  'It counts where the data are not taken from the identity provider by themselves. Where Casdoor does not answer at this address, people come back to an error.',
);
const scopes = always(
  'Casdoor sends the claims that these scopes bring. A claim that is named and does not come has the sign-in refused.',
);

const usernameMapping: Meaning = ({ after }, product) => {
  if (after === null) return 'Without an expression here the subject of the token is the username.';
  if (isLiteral(after)) return `Without a variable in braces everybody becomes the account ${after}.`;
  return `Accounts are looked for by ${after}. Whoever gets another value by it does not find the account that they have. ${whyOf(usernameChanged, product)}`;
};

/** What it does to people where a field of the screen "Authentication methods" differs, see `difference.ts`. */
export const atlassianDcMeanings: Meanings = {
  name: always('It names the configuration. Who gets in, and as whom, does not depend on it.'),
  'issuer-url': (_change, product) => whyOf(issuerMismatch, product),
  'client-id': (_change, product) => whyOf(pluginClientDiffers, product),
  'username-claim': usernameMapping,
  'additional-scopes': scopes,
  'discovery-enabled': switched(
    'Addresses and keys are read from Casdoor’s discovery document, and follow it.',
    'Addresses stand as they were typed, and do not follow when Casdoor moves.',
  ),
  'authorization-endpoint': endpoint,
  'token-endpoint': endpoint,
  'userinfo-endpoint': endpoint,
  'jit-user-provisioning-enabled': switched(
    (_change, product) => whyOf(userCreated, product),
    'Only who has an account already gets in, and display name, e-mail and groups are not read.',
  ),
  'jit-mapping-display-name': always('It is read from the ID token alone. A sign-in without it fails.'),
  'jit-mapping-email': always('It is read from the ID token alone. A sign-in without it fails.'),
  'jit-mapping-groups': ({ after }) =>
    after === null
      ? 'Groups are left as they are.'
      : `Groups are made to match the claim ${after} exactly: whoever signs in is taken out of all others, and a sign-in without the claim fails.`,
  'jit-additional-openid-scopes': scopes,
  'enable-remember-me': (_change, product) => `It decides how long people stay signed in to ${product}.`,
  enabled: switched(
    'The button of this configuration stands on the sign-in page.',
    'The button of this configuration is not on the sign-in page any more: nobody gets in by it.',
  ),
  'button-text': always('It is what people read on the button. Who gets in does not depend on it.'),
  'show-login-form': switched(
    'People see the form for a password beside the button.',
    (_change, product) =>
      `The form for a password is not shown any more: everybody comes in to ${product} by the button, and by the fallback alone while Casdoor does not answer.`,
  ),
  'enable-authentication-fallback': switched(
    'Whoever knows the address gets the form, and goes past Casdoor with a password.',
    (_change, product) => whyOf(pluginWayBackMissing, product),
  ),
};

export const atlassianDcMappingFields: Readonly<Record<string, MappingField>> = {
  'username-claim': 'username',
  'jit-mapping-email': 'email',
  'jit-mapping-groups': 'groups',
};

/** Fields that an apply leaves as they are, once something stands in them; see `edit-document.ts`. */
export const atlassianDcNotWritten: readonly string[] = [
  'name',
  'button-text',
  'enable-remember-me',
  'jit-additional-openid-scopes',
];
