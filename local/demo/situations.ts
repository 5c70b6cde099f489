import { documentedMapping, recommendedMapping } from '../../src/mapping/recommended-mapping';
import { usersGroups } from './accounts';
import { healthy, recommended, type Situation, withDefaultGroup } from './situation';

export const situations: readonly Situation[] = [
  healthy,
  {
    ...healthy,
    id: 'issuer-behind-proxy',
    title: 'Behind a proxy, under another name',
    story:
      'A proxy stands in front of Casdoor and hands requests on under a name of its own. Casdoor believes that this name is its address, so every token is issued by somebody whom Jira does not know.',
    server: 'proxy',
    comparesIssuer: true,
  },
  {
    ...healthy,
    id: 'redirect-uri-slash',
    title: 'A slash too many',
    story:
      'Whoever registered the redirect URI in Casdoor ended it with a slash. Jira sends it without one, and people see an error instead of the sign-in page.',
    application: 'jira-slash',
  },
  {
    ...healthy,
    id: 'secret-wrong',
    title: 'The wrong secret',
    story:
      'The client secret was replaced in Casdoor last week, and the old one is still in Jira. People can type their password, and then the sign-in fails.',
    // As long as a real one, and never one: the last eight digits are turned round.
    secret: (real) => real.clientSecret.slice(0, -8) + [...real.clientSecret.slice(-8)].reverse().join(''),
  },
  {
    ...healthy,
    id: 'administrators-locked-out',
    title: 'Three administrators who would be locked out',
    story:
      'Casdoor took its people over from an LDAP directory, and the username was mapped to the claim "ldap". For 49 people in 50 that is the name of their account. Three administrators came before names were made like that: the sign-in would give each of them a new account without any rights.',
    mapping: { ...recommended, username: 'ldap' },
  },
  {
    ...healthy,
    id: 'scope-refused',
    title: 'A scope is refused',
    story:
      'The application in Casdoor allows three scopes. Jira asks for six, as the documentation says, and Casdoor refuses them all.',
    application: 'jira-scoped',
  },
  {
    ...healthy,
    id: 'certificate-expired',
    title: 'An expired certificate',
    story:
      'The certificate that signs the tokens ran out in January 2024. Casdoor does not mind and goes on signing; whoever verifies strictly does.',
    application: 'jira-expired',
  },
  {
    ...healthy,
    id: 'documented-mapping',
    title: 'Filled in as the documentation says',
    story:
      'Address, client and redirect URI are right. The mapping was copied from Casdoor’s documentation, and it names claims that Casdoor never sends.',
    mapping: documentedMapping,
  },
  {
    ...healthy,
    id: 'client-unknown',
    title: 'The name instead of the client id',
    story: 'Somebody copied the name of the application, "jira", into the field for the client id.',
    clientId: () => 'jira',
  },
  {
    ...healthy,
    id: 'client-swapped',
    title: 'Id and secret in each other’s field',
    story: 'Two long rows of digits, two fields: the client id and the client secret were pasted the wrong way round.',
    clientId: (real) => real.clientSecret,
    secret: (real) => real.clientId,
  },
  {
    ...healthy,
    id: 'redirect-uri-never-registered',
    title: 'A new application, straight from the box',
    story:
      'The application was made in Casdoor this morning and still has the redirect URI that Casdoor gives to every new one: http://localhost:9000/callback.',
    application: 'jira-new',
  },
  {
    ...healthy,
    id: 'sign-in-disabled',
    title: 'Sign-in is switched off',
    story:
      'During a maintenance somebody disabled sign-in for this application in Casdoor, and nobody switched it on again.',
    application: 'jira-disabled',
  },
  {
    ...healthy,
    id: 'token-lifetime-zero',
    title: 'Tokens that live zero hours',
    story:
      'The application was made by a script that left the lifetimes out. Casdoor issues tokens that have expired when they arrive.',
    application: 'jira-api',
  },
  {
    ...healthy,
    id: 'certificate-missing',
    title: 'A certificate that is not there',
    story:
      'The application names a certificate that was deleted in Casdoor. Everything looks well until somebody types their password.',
    application: 'jira-missing-certificate',
  },
  {
    ...healthy,
    id: 'application-shared',
    title: 'An application that several organizations share',
    story:
      'The application is shared. Its tokens are made out to the client id with the name of the organization behind it, and Jira has only the client id.',
    application: 'jira-shared',
  },
  {
    ...healthy,
    id: 'signing-algorithm',
    title: 'A key that the plugin cannot read',
    story: 'The tokens are signed with an elliptic curve. The miniOrange plugin verifies RSA and nothing else.',
    application: 'jira-elliptic',
  },
  {
    ...healthy,
    id: 'display-name-as-username',
    title: 'Accounts named after people',
    story:
      'The user name was mapped to the claim "name", which is right in other token formats. In JWT-Standard that claim holds "Amara Okafor", so everybody gets an account under their full name, and another one when it changes.',
    application: 'jira-standard',
    mapping: { ...withDefaultGroup(recommendedMapping('miniorange', 'JWT-Standard')), username: 'name' },
  },
  {
    ...healthy,
    id: 'username-literal',
    title: 'Everybody is called preferred_username',
    story:
      'Jira’s own SSO takes an expression for the username. Without the ${…} around it, it looks for one person called preferred_username.',
    plugin: 'atlassian-dc',
    mapping: { ...recommendedMapping('atlassian-dc', 'JWT'), username: 'preferred_username' },
  },
  {
    ...healthy,
    id: 'issuer-slash',
    title: 'A slash at the end of the origin',
    story:
      'The setting "origin" of Casdoor ends in a slash. The issuer ends in one too, and each address in the discovery document has two.',
    server: 'slash',
    comparesIssuer: true,
  },
  {
    ...healthy,
    id: 'development-mode',
    title: 'Still in development',
    story:
      'Casdoor was moved to a server with the settings of a developer’s computer. It sends people to sign in at http://localhost:7001, where nobody is listening.',
    server: 'development',
  },
  {
    ...healthy,
    id: 'people-refused',
    title: 'Some people do not get in',
    story:
      'Nothing is wrong with the set-up. But Ivan is forbidden, Judy was deleted, Petra has to change her password first, and Noor has to set up a second factor. Casdoor tells that to them alone; a test sign-in shows what they see.',
  },
  {
    ...healthy,
    id: 'consent-asked',
    title: 'Casdoor asks for consent',
    story:
      'The application describes its scopes, so Casdoor asks each person once whether Jira may know them. Whoever presses "Deny" is sent back without a sign-in.',
    application: 'jira-consent',
  },
  {
    ...healthy,
    id: 'session-answers',
    title: 'Somebody is signed in already',
    story:
      'The application signs people in by itself while they are signed in to Casdoor. The first test sign-in asks for a name; a second one in the same browser answers for the same person, without a page. A private window asks again.',
    application: 'jira-automatic',
  },
  {
    ...healthy,
    id: 'token-oversized',
    title: 'A token that is too large',
    story:
      'Priya Raman holds forty roles, and Casdoor puts each of them into her token whole. Everybody else gets in; her token is longer than proxies let a header be.',
  },
  {
    ...healthy,
    id: 'groups-vanish',
    title: 'Groups that vanish with the first sign-in',
    story:
      'Groups are taken from Casdoor, which puts the name of the organization before each: demo/jira-administrators. No group of Jira is called so, and the plugin takes people out of every group that their sign-in does not name. Everybody gets in, and no administrator who signed in is one afterwards.',
    mapping: {
      ...withDefaultGroup(recommendedMapping('miniorange', 'JWT'), {
        onTheFlyGroups: true,
        excludeGroups: [usersGroups.jira],
      }),
      groups: 'groups',
    },
  },
  {
    ...healthy,
    id: 'username-from-email',
    title: 'User names cut out of e-mails',
    story:
      'The username is what stands before the @ of the e-mail. That is right for all but a few. A printer has no mailbox and is refused; two people share one, Hello@ and hello@, and Jira takes them for one; others have a mailbox of another name.',
    mapping: {
      ...withDefaultGroup(recommendedMapping('miniorange', 'JWT'), { usernamePattern: '^[^@]+' }),
      username: 'email',
    },
  },
  {
    ...healthy,
    id: 'leavers-still-active',
    title: 'Accounts of people who left',
    story:
      'In Casdoor, whoever leaves is forbidden or deleted. Their accounts in Confluence were left as they are. The sign-in lets none of them in, and each has an account that is open to whoever knows its old password. Confluence tells neither e-mails nor inactive accounts, so some things cannot be told.',
    product: 'confluence',
    application: 'wiki',
    mapping: withDefaultGroup(recommendedMapping('miniorange', 'JWT'), { defaultGroups: [usersGroups.confluence] }),
  },
  {
    ...healthy,
    id: 'groups-as-paths',
    title: 'Groups under another name',
    story:
      'A setting in conf/app.conf makes Casdoor put the path of a group into tokens: demo/everybody/design instead of demo/design. It stands in no directory and in no document, so nobody knows before the first sign-in.',
    server: 'group-paths',
    mapping: { ...recommended, groups: 'groups' },
  },
];
