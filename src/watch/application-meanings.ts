import { applicationShared } from '../checks/client/application-shared';
import { signInDisabled } from '../checks/client/sign-in-disabled';
import { signUpOpen } from '../checks/client/sign-up-open';
import { tokenLifetimeZero } from '../checks/client/token-lifetime-zero';
import { whyOf } from '../checks/why-of';
import { always, type Meanings, switched } from '../targets/field-meaning';

const custom = always(
  'A token in the format JWT-Custom carries these claims alone. A field whose claim is not among them stays empty for everybody.',
);

/** What it does to people where a field of the application in Casdoor differs, see `application-fields.ts`. */
export const applicationMeanings: Meanings = {
  organization: ({ after }) => `The people of ${after ?? 'no organization'} sign in through it, and no others.`,
  'redirect-uris': always(
    'Casdoor sends people back to these addresses. That of the plugin is not among what is compared here: the checks of Client look at it.',
  ),
  'token-format': always(
    'Claims are called otherwise in another format: in JWT “name” is the username, in JWT-Standard the full name. People may come in as somebody else, or not at all.',
  ),
  'signing-method': always('A plugin that does not know the algorithm refuses everybody.'),
  'token-fields': custom,
  'token-attributes': custom,
  lifetime: (change, product) =>
    change.after === '0 hours'
      ? whyOf(tokenLifetimeZero, product)
      : `A token counts for so long. Whoever is signed in to ${product} stays so.`,
  'refresh-lifetime': always('Nobody is kept out by it.'),
  'grant-types': always(
    'Sign-ins through the plugin use an authorization code, which Casdoor always takes. What else can get a token of this application has changed.',
  ),
  certificate: always(
    'Casdoor signs with another key. A plugin that was given the key itself, and not the address of the keys, refuses every sign-in.',
  ),
  scopes: ({ after }) =>
    after === null
      ? 'Casdoor takes every scope that is asked for.'
      : 'Casdoor refuses a sign-in that asks for a scope that is not among them; openid has to be one of them.',
  tags: ({ after }, product) =>
    after === null
      ? 'Nobody is kept out by a tag any more.'
      : `Only people with one of these tags get into ${product}.`,
  'is-shared': switched(
    (_change, product) => whyOf(applicationShared, product),
    'A client ID with the name of an organization behind it is not known to Casdoor any more.',
  ),
  'sign-up': switched(
    (_change, product) => whyOf(signUpOpen, product),
    'Nobody makes an account in Casdoor by themselves any more.',
  ),
  'sign-in-disabled': switched((_change, product) => whyOf(signInDisabled, product), 'Casdoor lets people in again.'),
  'sign-in-methods': always('Whoever signs in by a method that is not there any more has to take another one.'),
  providers: always('Whoever signs in through a provider that is not there any more does not get in that way.'),
};

/** What a token says of people, or who they are: whom it concerns, a dry run tells. */
export const triedByDryRun: readonly string[] = ['organization', 'token-format', 'token-fields', 'token-attributes'];
