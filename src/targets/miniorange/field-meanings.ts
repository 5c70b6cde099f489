import { clientSecretWrong } from '../../checks/client/client-secret-wrong';
import { domainNotAllowed } from '../../checks/directory/domain-not-allowed';
import { groupsRemoved } from '../../checks/directory/groups-removed';
import { profileChanged } from '../../checks/directory/profile-changed';
import { userCreated } from '../../checks/directory/user-created';
import { usernameChanged } from '../../checks/directory/username-changed';
import { issuerMismatch } from '../../checks/discovery/issuer-mismatch';
import { groupClaimMissing } from '../../checks/mapping/group-claim-missing';
import { pluginClientDiffers } from '../../checks/plugin/plugin-client-differs';
import { pluginWayBackMissing } from '../../checks/plugin/plugin-way-back-missing';
import { whyOf } from '../../checks/why-of';
import { always, type MappingField, type Meaning, type Meanings, switched } from '../field-meaning';

const otherAccount = (product: string): string =>
  `Whoever gets another value by it does not find the account that they have. ${whyOf(usernameChanged, product)}`;

const fullName = always(
  'New accounts get the full name that this brings, and the others too where attributes are updated. Where it is empty, a new account has none.',
);

const username: Meaning = ({ before, after }, product) =>
  after === null
    ? 'Without a claim here no sign-in finds an account.'
    : `Accounts are looked for by the claim ${after}${before === null ? '' : `, and no longer by ${before}`}. ${otherAccount(product)}`;

const email: Meaning = ({ after }, product) =>
  after === null
    ? 'No claim brings an e-mail. The plugin then takes any value that looks like one, and makes no account for whoever has none.'
    : `The e-mail of accounts comes from ${after}. ${whyOf(profileChanged, product)}`;

const groupAttribute: Meaning = ({ after }, product) =>
  `${after === null ? 'No claim brings groups.' : `Groups are read from the claim ${after}.`} ${whyOf(groupClaimMissing, product)}`;

/** What it does to people where a field of the screens differs, see `screen-fields.ts`. */
export const miniorangeMeanings: Meanings = {
  'selected-application': always(
    'It decides whether claims are read from the ID token (Custom OpenID) or asked at the Get User Info Endpoint (Custom OAuth). A claim that only the other answer has is empty for everybody.',
  ),
  'custom-app-name': always('It names the configuration. Who gets in, and as whom, does not depend on it.'),
  'client-id': (_change, product) => whyOf(pluginClientDiffers, product),
  'client-secret': (_change, product) =>
    `If it is not the one that the application in Casdoor has, nobody gets in. ${whyOf(clientSecretWrong, product)}`,
  scope: always(
    'Casdoor sends the claims that these scopes bring. A field whose claim is not among them stays empty for everybody.',
  ),
  'authorize-endpoint': (_change, product) =>
    `Whoever presses the sign-in button of ${product} is sent to this address. Where Casdoor’s sign-in page is not there, nobody gets in.`,
  'access-token-endpoint': always(
    'The plugin sends the code of each sign-in and the client secret to this address. Where Casdoor does not answer there, people come back to an error.',
  ),
  'user-info-endpoint': always(
    'Where the plugin does not read the ID token, it asks at this address who has signed in. Where Casdoor does not answer there, people come back to an error; where it answers with other claims, fields stay empty.',
  ),
  'logout-endpoint': (_change, product) => `Whoever signs out of ${product} is sent to this address.`,
  jwks: always(
    'By these keys the plugin verifies each sign-in. Where they are not those of the application in Casdoor, it refuses every one.',
  ),
  'issuer-check': (change, product) =>
    change.after === 'Off' ? 'The issuer of tokens is not compared any more.' : whyOf(issuerMismatch, product),
  'custom-issuer': (_change, product) => whyOf(issuerMismatch, product),
  'update-attributes': switched(
    'E-mail and full name then follow Casdoor at each sign-in.',
    'E-mail and full name of an account stay as they are, whatever Casdoor sends.',
  ),
  'login-by': ({ after }, product) =>
    `${after === 'Email' ? 'People are looked for by their e-mail, and no longer by their username.' : 'People are looked for by their username, and no longer by their e-mail.'} ${otherAccount(product)}`,
  username,
  'username-regex': ({ after }, product) =>
    `${after === 'Off' ? 'The username is taken as the claim brings it.' : 'The username is cut out of the claim by this expression.'} ${otherAccount(product)}`,
  email,
  'separate-name': fullName,
  'first-name': fullName,
  'last-name': fullName,
  'full-name': fullName,
  'language-mapping': (_change, product) =>
    `Switched on, the language in which people see ${product} follows what Casdoor sends.`,
  'group-attribute': groupAttribute,
  'default-group': ({ after }, product) =>
    after === null
      ? `Nobody is put into a group by default. Whoever gets no other group that may use ${product} sees a page that says so after the sign-in.`
      : `People are put into ${after} by default, and see and do there what its members do.`,
  'default-groups-for': always(
    'It decides who is put into the default group: new users alone (newUsers), everybody (allUsers), or nobody (noUsers).',
  ),
  'group-mapping': (_change, product) =>
    `It decides who is in which group of ${product} after a sign-in. ${whyOf(groupsRemoved, product)}`,
  'create-groups': switched(
    (_change, product) => `A group that Casdoor names and ${product} does not have is made by a sign-in.`,
    (_change, product) => `A group that ${product} does not have is made by no sign-in.`,
  ),
  'keep-groups': switched(
    'No sign-in takes anybody out of a group.',
    (_change, product) =>
      `A sign-in takes a person out of every mapped group that Casdoor does not send. ${whyOf(groupsRemoved, product)}`,
  ),
  'exclude-groups': (_change, product) =>
    `No sign-in takes anybody out of the groups that stand here, and those that stand here no more are not spared. ${whyOf(groupsRemoved, product)}`,
  'restrict-creation': switched(
    'Whoever is in no mapped group, and has no account yet, is refused.',
    (_change, product) => whyOf(userCreated, product),
  ),
  'auto-redirect': switched(
    (_change, product) =>
      `Everybody who is not signed in is sent to Casdoor, and does not see the form of ${product}. While Casdoor does not answer, the Backdoor URL is the only way in.`,
    (_change, product) => `People see the form of ${product} first, and press the button of the plugin.`,
  ),
  'backdoor-url': switched(
    'Whoever knows the address gets the form, and goes past Casdoor with a password.',
    (_change, product) => whyOf(pluginWayBackMissing, product),
  ),
  'allowed-domains': ({ after }, product) =>
    after === null ? 'Everybody is let in, whatever the domain of their e-mail.' : whyOf(domainNotAllowed, product),
};

export const miniorangeMappingFields: Readonly<Record<string, MappingField>> = {
  username: 'username',
  email: 'email',
  'full-name': 'fullName',
  'first-name': 'firstName',
  'last-name': 'lastName',
  'group-attribute': 'groups',
};

/** Fields that an apply leaves as they are, once something stands in them; see `edit-document.ts`. */
export const miniorangeNotWritten: readonly string[] = ['custom-app-name'];
