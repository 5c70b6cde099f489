import { accessBlocked } from './address/access-blocked';
import { addressPrivate } from './address/address-private';
import { addressUnreadable } from './address/address-unreadable';
import { answerGarbled } from './address/answer-garbled';
import { answerSlow } from './address/answer-slow';
import { answerTimeout } from './address/answer-timeout';
import { answerTooLarge } from './address/answer-too-large';
import { connectionClosed } from './address/connection-closed';
import { connectionFailed } from './address/connection-failed';
import { connectionRefused } from './address/connection-refused';
import { connectionTimeout } from './address/connection-timeout';
import { gatewayError } from './address/gateway-error';
import { hostUnknown } from './address/host-unknown';
import { hostUnreachable } from './address/host-unreachable';
import { nameServiceSilent } from './address/name-service-silent';
import { notSeenFromTarget } from './address/not-seen-from-target';
import { portForbidden } from './address/port-forbidden';
import { proxyRefused } from './address/proxy-refused';
import { rateLimited } from './address/rate-limited';
import { redirected } from './address/redirected';
import { schemeInsecure } from './address/scheme-insecure';
import { serverError } from './address/server-error';
import { tlsChainIncomplete } from './address/tls-chain-incomplete';
import { tlsExpired } from './address/tls-expired';
import { tlsExpiresSoon } from './address/tls-expires-soon';
import { tlsHandshakeFailed } from './address/tls-handshake-failed';
import { tlsNameMismatch } from './address/tls-name-mismatch';
import { tlsNamesMissing } from './address/tls-names-missing';
import { tlsNotSpoken } from './address/tls-not-spoken';
import { tlsNotYetValid } from './address/tls-not-yet-valid';
import { tlsPrivateCa } from './address/tls-private-ca';
import { tlsRequired } from './address/tls-required';
import { tlsUntrusted } from './address/tls-untrusted';
import { applicationDrifted } from './client/application-drifted';
import { applicationShared } from './client/application-shared';
import { clientBuiltIn } from './client/client-built-in';
import { clientSecretPadded } from './client/client-secret-padded';
import { clientSecretWrong } from './client/client-secret-wrong';
import { clientSwapped } from './client/client-swapped';
import { clientUnknown } from './client/client-unknown';
import { identitySelfEditable } from './client/identity-self-editable';
import { organizationEmpty } from './client/organization-empty';
import { signInDisabled } from './client/sign-in-disabled';
import { signInMethodMissing } from './client/sign-in-method-missing';
import { signOutDeadEnd } from './client/sign-out-dead-end';
import { signOutNotRegistered } from './client/sign-out-not-registered';
import { signUpOpen } from './client/sign-up-open';
import { tokenCarriesSecrets } from './client/token-carries-secrets';
import { tokenFormatUnknown } from './client/token-format-unknown';
import { tokenLifetimeShort } from './client/token-lifetime-short';
import { tokenLifetimeZero } from './client/token-lifetime-zero';
import type { Check } from './define-check';
import { accountInReadOnlyDirectory } from './directory/account-in-read-only-directory';
import { accountInTwoDirectories } from './directory/account-in-two-directories';
import { accountInactive } from './directory/account-inactive';
import { accountNotCreated } from './directory/account-not-created';
import { accountsUnreached } from './directory/accounts-unreached';
import { administratorLockedOut } from './directory/administrator-locked-out';
import { administratorLosesGroups } from './directory/administrator-loses-groups';
import { administratorsUntold } from './directory/administrators-untold';
import { claimAbsent } from './directory/claim-absent';
import { directoryIncomplete } from './directory/directory-incomplete';
import { domainNotAllowed } from './directory/domain-not-allowed';
import { emailAbsent } from './directory/email-absent';
import { emailCollision } from './directory/email-collision';
import { groupsRemoved } from './directory/groups-removed';
import { nearUsernames } from './directory/near-usernames';
import { noApplicationAccess } from './directory/no-application-access';
import { profileChanged } from './directory/profile-changed';
import { seatsExceeded } from './directory/seats-exceeded';
import { userCreated } from './directory/user-created';
import { userForbidden } from './directory/user-forbidden';
import { userTagUnlisted } from './directory/user-tag-unlisted';
import { usernameChanged } from './directory/username-changed';
import { usernameCollision } from './directory/username-collision';
import { casdoorOutdated } from './discovery/casdoor-outdated';
import { clockSkew } from './discovery/clock-skew';
import { codeFlowUnsupported } from './discovery/code-flow-unsupported';
import { developmentMode } from './discovery/development-mode';
import { documentMissing } from './discovery/document-missing';
import { documentRefused } from './discovery/document-refused';
import { documentUnreadable } from './discovery/document-unreadable';
import { endpointElsewhere } from './discovery/endpoint-elsewhere';
import { issuerMismatch } from './discovery/issuer-mismatch';
import { issuerPerApplication } from './discovery/issuer-per-application';
import { issuerTrailingSlash } from './discovery/issuer-trailing-slash';
import { metadataMissing } from './discovery/metadata-missing';
import { notCasdoor } from './discovery/not-casdoor';
import { pageInsteadOfDocument } from './discovery/page-instead-of-document';
import { pathPrefixLost } from './discovery/path-prefix-lost';
import { pkceUnsupported } from './discovery/pkce-unsupported';
import { signInPageMissing } from './discovery/sign-in-page-missing';
import { tokenEndpointUnreachable } from './discovery/token-endpoint-unreachable';
import { certificateExpired } from './keys/certificate-expired';
import { certificateExpiresSoon } from './keys/certificate-expires-soon';
import { certificateMissing } from './keys/certificate-missing';
import { keyIdDuplicate } from './keys/key-id-duplicate';
import { keysEmpty } from './keys/keys-empty';
import { keysUnreachable } from './keys/keys-unreachable';
import { keysUnreadable } from './keys/keys-unreadable';
import { signingAlgorithmMismatch } from './keys/signing-algorithm-mismatch';
import { signingAlgorithmUnsupported } from './keys/signing-algorithm-unsupported';
import { signingKeyMissing } from './keys/signing-key-missing';
import { signingKeyPublic } from './keys/signing-key-public';
import { signingKeyWeak } from './keys/signing-key-weak';
import { claimNested } from './mapping/claim-nested';
import { claimNeverIssued } from './mapping/claim-never-issued';
import { claimWrongType } from './mapping/claim-wrong-type';
import { expressionLiteral } from './mapping/expression-literal';
import { groupClaimMissing } from './mapping/group-claim-missing';
import { groupPrefix } from './mapping/group-prefix';
import { groupUnknownInSource } from './mapping/group-unknown-in-source';
import { groupUnknownInTarget } from './mapping/group-unknown-in-target';
import { groupsEmptied } from './mapping/groups-emptied';
import { regexChangesLittle } from './mapping/regex-changes-little';
import { regexInvalid } from './mapping/regex-invalid';
import { regexUnmatched } from './mapping/regex-unmatched';
import { userinfoLegacy } from './mapping/userinfo-legacy';
import { userinfoUnreachable } from './mapping/userinfo-unreachable';
import { usernameAbsent } from './mapping/username-absent';
import { usernameConstant } from './mapping/username-constant';
import { usernameLiteral } from './mapping/username-literal';
import { usernameMutable } from './mapping/username-mutable';
import { basicAuthBlocked } from './plugin/basic-auth-blocked';
import { pluginClientDiffers } from './plugin/plugin-client-differs';
import { pluginCredentialsWrong } from './plugin/plugin-credentials-wrong';
import { pluginDisabled } from './plugin/plugin-disabled';
import { pluginDocumentUnknown } from './plugin/plugin-document-unknown';
import { pluginDrifted } from './plugin/plugin-drifted';
import { pluginEndpointDiffers } from './plugin/plugin-endpoint-differs';
import { pluginLicenceExpiresSoon } from './plugin/plugin-licence-expires-soon';
import { pluginLicenceInvalid } from './plugin/plugin-licence-invalid';
import { pluginMissing } from './plugin/plugin-missing';
import { pluginNotAdministrator } from './plugin/plugin-not-administrator';
import { pluginPasswordColon } from './plugin/plugin-password-colon';
import { pluginSecretDiffers } from './plugin/plugin-secret-differs';
import { pluginUnreachable } from './plugin/plugin-unreachable';
import { pluginVersionUntried } from './plugin/plugin-version-untried';
import { pluginWayBackMissing } from './plugin/plugin-way-back-missing';
import { restoreAccountAtRisk } from './plugin/restore-account-at-risk';
import { wayBackRestricted } from './plugin/way-back-restricted';
import { redirectUriBaseUrl } from './redirect-uri/redirect-uri-base-url';
import { redirectUriInsecure } from './redirect-uri/redirect-uri-insecure';
import { redirectUriOfOtherPlugin } from './redirect-uri/redirect-uri-of-other-plugin';
import { redirectUriTooWide } from './redirect-uri/redirect-uri-too-wide';
import { redirectUriUnreadable } from './redirect-uri/redirect-uri-unreadable';
import { redirectUriUnregistered } from './redirect-uri/redirect-uri-unregistered';
import { redirectUriUntold } from './redirect-uri/redirect-uri-untold';
import { scopeOpenidMissing } from './scopes/scope-openid-missing';
import { scopeRefused } from './scopes/scope-refused';
import { scopeTooNarrow } from './scopes/scope-too-narrow';
import { scopeUnsupported } from './scopes/scope-unsupported';
import { scopeUseless } from './scopes/scope-useless';
import { claimsDiffer } from './sign-in/claims-differ';
import { codeExpired } from './sign-in/code-expired';
import { idTokenMissing } from './sign-in/id-token-missing';
import { personRefused } from './sign-in/person-refused';
import { signInAbandoned } from './sign-in/sign-in-abandoned';
import { signInOutdated } from './sign-in/sign-in-outdated';
import { signInRefused } from './sign-in/sign-in-refused';
import { signInStateMismatch } from './sign-in/sign-in-state-mismatch';
import { tokenAlgorithmRefused } from './sign-in/token-algorithm-refused';
import { tokenAlgorithmUnsupported } from './sign-in/token-algorithm-unsupported';
import { tokenAudienceMismatch } from './sign-in/token-audience-mismatch';
import { tokenExpired } from './sign-in/token-expired';
import { tokenIssuerMismatch } from './sign-in/token-issuer-mismatch';
import { tokenKeyUnknown } from './sign-in/token-key-unknown';
import { tokenNonceMismatch } from './sign-in/token-nonce-mismatch';
import { tokenNotYetValid } from './sign-in/token-not-yet-valid';
import { tokenOversized } from './sign-in/token-oversized';
import { tokenRefused } from './sign-in/token-refused';
import { tokenSignatureInvalid } from './sign-in/token-signature-invalid';
import { tokenSubjectMissing } from './sign-in/token-subject-missing';
import { tokenUnanswered } from './sign-in/token-unanswered';
import { userinfoRefused } from './sign-in/userinfo-refused';
import { userinfoSubjectMismatch } from './sign-in/userinfo-subject-mismatch';
import { userinfoUnanswered } from './sign-in/userinfo-unanswered';

/**
 * Every check, causes before consequences: of several failures the first one listed here is the root cause. A check
 * that is not listed does not exist.
 */
export const catalogue: readonly Check[] = [
  // Address and network
  addressUnreadable,
  addressPrivate,
  portForbidden,
  hostUnknown,
  nameServiceSilent,
  proxyRefused,
  connectionRefused,
  connectionTimeout,
  connectionClosed,
  hostUnreachable,
  tlsNotSpoken,
  tlsRequired,
  tlsExpired,
  tlsNotYetValid,
  tlsChainIncomplete,
  tlsUntrusted,
  tlsNameMismatch,
  tlsHandshakeFailed,
  answerTimeout,
  answerGarbled,
  answerTooLarge,
  connectionFailed,
  rateLimited,
  accessBlocked,
  gatewayError,
  serverError,
  redirected,
  schemeInsecure,
  tlsNamesMissing,
  tlsPrivateCa,
  tlsExpiresSoon,
  answerSlow,
  notSeenFromTarget,
  // Discovery document
  pageInsteadOfDocument,
  documentMissing,
  documentRefused,
  documentUnreadable,
  notCasdoor,
  metadataMissing,
  developmentMode,
  pathPrefixLost,
  issuerTrailingSlash,
  issuerPerApplication,
  issuerMismatch,
  endpointElsewhere,
  signInPageMissing,
  tokenEndpointUnreachable,
  codeFlowUnsupported,
  pkceUnsupported,
  casdoorOutdated,
  clockSkew,
  // Keys
  keysUnreachable,
  keysUnreadable,
  keysEmpty,
  certificateMissing,
  signingKeyMissing,
  signingAlgorithmMismatch,
  signingAlgorithmUnsupported,
  certificateExpired,
  certificateExpiresSoon,
  signingKeyPublic,
  signingKeyWeak,
  keyIdDuplicate,
  // Client
  clientUnknown,
  clientSwapped,
  clientSecretPadded,
  clientSecretWrong,
  clientBuiltIn,
  signInDisabled,
  signInMethodMissing,
  tokenFormatUnknown,
  tokenLifetimeZero,
  tokenLifetimeShort,
  applicationShared,
  applicationDrifted,
  organizationEmpty,
  tokenCarriesSecrets,
  signUpOpen,
  identitySelfEditable,
  signOutNotRegistered,
  signOutDeadEnd,
  // Redirect URI
  redirectUriUnreadable,
  redirectUriUnregistered,
  redirectUriOfOtherPlugin,
  redirectUriBaseUrl,
  redirectUriInsecure,
  redirectUriTooWide,
  redirectUriUntold,
  // Scopes
  scopeOpenidMissing,
  scopeRefused,
  scopeUnsupported,
  scopeTooNarrow,
  scopeUseless,
  // Mapping
  userinfoUnreachable,
  usernameLiteral,
  claimNeverIssued,
  claimNested,
  claimWrongType,
  userinfoLegacy,
  usernameConstant,
  regexInvalid,
  usernameMutable,
  usernameAbsent,
  expressionLiteral,
  regexUnmatched,
  regexChangesLittle,
  groupClaimMissing,
  groupUnknownInSource,
  groupUnknownInTarget,
  groupPrefix,
  groupsEmptied,
  // Sign-in test
  signInOutdated,
  signInStateMismatch,
  signInRefused,
  signInAbandoned,
  tokenUnanswered,
  codeExpired,
  tokenRefused,
  idTokenMissing,
  tokenAlgorithmRefused,
  tokenKeyUnknown,
  tokenSignatureInvalid,
  tokenAlgorithmUnsupported,
  tokenIssuerMismatch,
  tokenAudienceMismatch,
  tokenExpired,
  tokenNotYetValid,
  tokenNonceMismatch,
  tokenSubjectMissing,
  userinfoUnanswered,
  userinfoRefused,
  userinfoSubjectMismatch,
  tokenOversized,
  claimsDiffer,
  personRefused,
  // Directory: administrators first
  administratorLockedOut,
  administratorLosesGroups,
  administratorsUntold,
  directoryIncomplete,
  usernameCollision,
  emailCollision,
  usernameChanged,
  accountNotCreated,
  domainNotAllowed,
  emailAbsent,
  claimAbsent,
  groupsRemoved,
  seatsExceeded,
  noApplicationAccess,
  accountsUnreached,
  userTagUnlisted,
  userForbidden,
  accountInactive,
  nearUsernames,
  accountInTwoDirectories,
  accountInReadOnlyDirectory,
  profileChanged,
  userCreated,
  // SSO plugin: what kept it from being read first
  pluginUnreachable,
  pluginMissing,
  pluginPasswordColon,
  basicAuthBlocked,
  pluginCredentialsWrong,
  pluginNotAdministrator,
  pluginDocumentUnknown,
  pluginLicenceInvalid,
  pluginDisabled,
  pluginClientDiffers,
  pluginSecretDiffers,
  pluginEndpointDiffers,
  pluginDrifted,
  pluginWayBackMissing,
  wayBackRestricted,
  restoreAccountAtRisk,
  pluginLicenceExpiresSoon,
  pluginVersionUntried,
];
