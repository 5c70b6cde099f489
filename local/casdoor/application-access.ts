import type { ApplicationDocument, JsonObject, OrganizationDocument } from './documents';
import type { Exchange } from './exchange';
import { applicationByClientId, organizationByName, type State } from './state';

/** Client id and secret open the whole instance, every organization: there is no lesser right. */
export const authenticatedApplication = (state: State, exchange: Exchange): ApplicationDocument | undefined => {
  const id = exchange.basic?.id ?? exchange.query.get('clientId') ?? '';
  const secret = exchange.basic?.secret ?? exchange.query.get('clientSecret') ?? '';
  const application = applicationByClientId(state, id);
  return application !== undefined && secret !== '' && application.clientSecret === secret ? application : undefined;
};

/** The application as `get-application` shows it to who has credentials: with its secret, and its organization inside. */
export const wholeApplication = (state: State, application: ApplicationDocument): JsonObject =>
  withOrganization(application, organizationByName(state, application.organization) ?? null);

/** As everybody sees it: secrets masked, redirect URIs and grants left out, numbers that tell something made −1. */
export const maskedApplication = (state: State, application: ApplicationDocument): JsonObject => {
  const organization = organizationByName(state, application.organization);
  return withOrganization(
    { ...application, ...masked(maskedTexts), ...maskedValues },
    organization === undefined ? null : maskedOrganization(organization),
  );
};

export const maskedOrganization = (organization: OrganizationDocument): OrganizationDocument => ({
  ...organization,
  ...masked(maskedOrganizationTexts),
  initScore: -1,
  accountItems: null,
  orgBalance: -1,
  userBalance: -1,
  balanceCredit: -1,
});

const withOrganization = (application: JsonObject, organization: OrganizationDocument | null): JsonObject => ({
  ...application,
  organizationObj: organization,
});

const masked = (names: readonly string[]): JsonObject => Object.fromEntries(names.map((name) => [name, '***']));

const maskedTexts = [
  'cert',
  'samlReplyUrl',
  'clientSecret',
  'clientCert',
  'backchannelLogoutUri',
  'tokenFormat',
  'tokenSigningMethod',
  'ipWhitelist',
  'domain',
  'upstreamHost',
  'sslMode',
  'sslCert',
  'registrationAccessToken',
];

const maskedValues: JsonObject = {
  enablePassword: false,
  grantTypes: [],
  redirectUris: [],
  tokenFields: [],
  tokenAttributes: [],
  otherDomains: [],
  expireInHours: -1,
  refreshExpireInHours: -1,
  cookieExpireInHours: -1,
  failedSigninLimit: -1,
  failedSigninFrozenTime: -1,
};

const maskedOrganizationTexts = [
  'passwordType',
  'passwordSalt',
  'masterPassword',
  'defaultPassword',
  'masterVerificationCode',
  'ipWhitelist',
  'kerberosRealm',
  'kerberosKdcHost',
  'kerberosKeytab',
  'kerberosServiceName',
];
