import type { ApplicationConfiguration } from '../checks/evidence';
import { Secret } from '../secrets/secret';
import type { DocumentField } from '../targets/document-field';

/**
 * The application in Casdoor as its own credentials see it, in the words of its page. It holds no secret.
 *
 * @param isOurs Of a redirect URI: "Mend it" puts ours in and takes them out, which is no drift; that one is missing is what the
 *   checks of the redirect URI find.
 */
export const applicationFields = (
  application: ApplicationConfiguration,
  isOurs: (redirectUri: string) => boolean,
): DocumentField[] => {
  const tab = `Applications → ${application.name}`;
  const field = (key: string, label: string, value: string): DocumentField => ({
    key,
    tab,
    label,
    shown: value === '' ? null : value,
    isSecret: false,
    whole: new Secret(value),
  });
  const inOrder = (items: readonly string[]) => [...items].sort().join(', ');
  const onOff = (isOn: boolean) => (isOn ? 'On' : 'Off');
  const { tokenAttributes, signinMethods, providers } = application;
  return [
    field('organization', 'Organization', application.organization),
    field('redirect-uris', 'Redirect URLs', inOrder(application.redirectUris.filter((uri) => !isOurs(uri)))),
    field('token-format', 'Token format', application.tokenFormat),
    field('signing-method', 'Token signing method', application.tokenSigningMethod),
    field('token-fields', 'Token fields', inOrder(application.tokenFields)),
    field(
      'token-attributes',
      'Token attributes',
      inOrder(
        tokenAttributes.map(({ name, category, value, type }) =>
          [name, category, value, type].filter(Boolean).join(' '),
        ),
      ),
    ),
    field('lifetime', 'Token expire', `${application.expireInHours} hours`),
    field('refresh-lifetime', 'Refresh token expire', `${application.refreshExpireInHours} hours`),
    field('grant-types', 'Grant types', inOrder(application.grantTypes)),
    field('certificate', 'Cert', application.cert),
    field('scopes', 'Scopes', inOrder(application.scopes)),
    field('tags', 'Tags', inOrder(application.tags ?? [])),
    field('is-shared', 'Is shared', onOff(application.isShared)),
    field('sign-up', 'Enable signup', onOff(application.enableSignUp)),
    field('sign-in-disabled', 'Disable signin', onOff(application.disableSignin)),
    field('sign-in-methods', 'Signin methods', inOrder(signinMethods.map(({ name, rule }) => `${name} (${rule})`))),
    field(
      'providers',
      'Providers',
      inOrder(
        providers.map(({ name, canSignIn, canSignUp }) =>
          [name, ...(canSignIn ? ['sign-in'] : []), ...(canSignUp ? ['sign-up'] : [])].join(' '),
        ),
      ),
    ),
  ];
};
