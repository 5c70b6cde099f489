/** What kind of value a claim has. Told without looking at anybody. */
export type ClaimType = 'text' | 'boolean' | 'number' | 'list' | 'object';

/** One field that Casdoor keeps of a person. */
export type PersonField = {
  /** As "Token fields" of an application spells it; capitals count. */
  field: string;
  /** As get-user, get-users and get-account spell it. */
  key: string;
  type: ClaimType;
  /** Of a list: what it holds. Null for all others. */
  items: 'text' | 'object' | null;
};

const firstLower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const allLower = (name: string) => name.toLowerCase();

const spelled = (type: ClaimType, items: PersonField['items'], names: string, key = firstLower): PersonField[] =>
  names.split(/\s+/).map((field) => ({ field, key: key(field), type, items }));

/** What is known under a person at another provider: its id there. Keys are lower case throughout. */
const linkedAccounts = `GitHub Google QQ WeChat Facebook DingTalk Weibo Gitee LinkedIn Wecom Lark Gitlab Adfs Baidu
  Alipay Casdoor Infoflow Apple AzureAD AzureADB2c Slack Steam Bilibili Okta Douyin Kwai Line Amazon Auth0 BattleNet
  Bitbucket Box CloudFoundry Dailymotion Deezer DigitalOcean Discord Dropbox EveOnline Fitbit Gitea Heroku InfluxCloud
  Instagram Intercom Kakao Lastfm Mailru Meetup MicrosoftOnline Naver Nextcloud OneDrive Oura Patreon Paypal SalesForce
  Shopify Soundcloud Spotify Strava Stripe Telegram TikTok Tumblr Twitch Twitter Typetalk Uber VK Wepay Xero Yahoo
  Yammer Yandex Zoom MetaMask Web3Onboard Custom Custom2 Custom3 Custom4 Custom5 Custom6 Custom7 Custom8 Custom9
  Custom10`;

/**
 * Every field of a person in Casdoor 3.158, in the order of its answers: rule 2 of miniOrange takes the first key of
 * a name, so the order counts.
 */
export const personFields: readonly PersonField[] = [
  ...spelled('text', null, 'Owner Name CreatedTime UpdatedTime DeletedTime Id ExternalId Type Password PasswordSalt'),
  ...spelled('text', null, 'PasswordType DisplayName FirstName LastName Avatar AvatarType PermanentAvatar Email'),
  ...spelled('boolean', null, 'EmailVerified'),
  ...spelled('text', null, 'Phone CountryCode Region Location'),
  ...spelled('list', 'text', 'Address'),
  ...spelled('list', 'object', 'Addresses'),
  ...spelled('text', null, 'Affiliation Title IdCardType IdCard RealName'),
  ...spelled('boolean', null, 'IsVerified'),
  ...spelled('text', null, 'Homepage Bio Tag Language Gender Birthday Education'),
  ...spelled('number', null, 'Score Karma Ranking Balance BalanceCredit'),
  ...spelled('text', null, 'Currency BalanceCurrency'),
  ...spelled('boolean', null, 'IsDefaultAvatar IsOnline IsAdmin IsForbidden IsDeleted'),
  ...spelled('text', null, 'SignupApplication Hash PreHash RegisterType RegisterSource AccessToken OriginalToken'),
  ...spelled('text', null, 'OriginalRefreshToken CreatedIp LastSigninTime LastSigninIp'),
  ...spelled('text', null, linkedAccounts, allLower),
  ...spelled('list', 'object', 'WebauthnCredentials'),
  ...spelled('text', null, 'PreferredMfaType'),
  ...spelled('list', 'text', 'RecoveryCodes'),
  ...spelled('text', null, 'TotpSecret'),
  ...spelled('boolean', null, 'MfaPhoneEnabled MfaEmailEnabled MfaRadiusEnabled'),
  ...spelled('text', null, 'MfaRadiusUsername MfaRadiusProvider'),
  ...spelled('boolean', null, 'MfaPushEnabled'),
  ...spelled('text', null, 'MfaPushReceiver MfaPushProvider'),
  ...spelled('list', 'object', 'MultiFactorAuths'),
  ...spelled('text', null, 'Invitation InvitationCode'),
  ...spelled('list', 'object', 'FaceIds Cart'),
  ...spelled('text', null, 'Ldap'),
  ...spelled('number', null, 'UidNumber'),
  ...spelled('object', null, 'Properties'),
  ...spelled('list', 'object', 'ThirdPartyLinks Roles Permissions'),
  ...spelled('list', 'text', 'Groups'),
  ...spelled('text', null, 'LastChangePasswordTime LastSigninWrongTime'),
  ...spelled('number', null, 'SigninWrongTimes'),
  ...spelled('list', 'object', 'ManagedAccounts MfaAccounts MfaItems'),
  ...spelled('text', null, 'MfaRememberDeadline'),
  ...spelled('boolean', null, 'NeedUpdatePassword'),
  ...spelled('text', null, 'IpWhitelist'),
  ...spelled('list', 'object', 'ApplicationScopes'),
];

const byField = new Map(personFields.map((field) => [field.field, field]));

/** The field that "Token fields" names so; undefined where Casdoor would leave it out without a word. */
export const personField = (field: string): PersonField | undefined => byField.get(field);

/** Keys of the token format JWT, in its order: a person without the linked accounts that came later, `tag` apart. */
export const keysOfFormatJwt: readonly string[] = `owner name createdTime updatedTime deletedTime id type password
  passwordSalt passwordType displayName firstName lastName avatar avatarType permanentAvatar email email_verified phone
  countryCode region location address affiliation title idCardType idCard homepage bio language gender birthday
  education score karma ranking isDefaultAvatar isOnline isAdmin isForbidden isDeleted signupApplication hash preHash
  registerType registerSource github google qq wechat facebook dingtalk weibo gitee linkedin wecom lark gitlab createdIp
  lastSigninTime lastSigninIp preferredMfaType recoveryCodes totpSecret mfaPhoneEnabled mfaEmailEnabled ldap properties
  roles permissions groups lastSigninWrongTime signinWrongTimes managedAccounts`.split(/\s+/);

const byKey = new Map(personFields.map((field) => [field.key, field]));

/** The field behind a key of the token formats JWT and JWT-Empty, which spell one of them otherwise. */
export const personFieldOfKey = (key: string): PersonField | undefined =>
  byKey.get(key === 'email_verified' ? 'emailVerified' : key);

/**
 * Never shown, stored or sent to a browser, whatever a mapping asks for. A token of format JWT and get-account carry
 * most of them.
 */
export const neverShown: ReadonlySet<string> = new Set(
  `password passwordSalt totpSecret recoveryCodes mfaSecrets mfaAccounts accessToken accessKey accessSecret originalToken
  originalRefreshToken hash preHash faceIds webauthnCredentials managedAccounts properties idCard`.split(/\s+/),
);

/**
 * The claim that a field becomes under JWT-Custom: in camel case as its words, at each capital, make it, so `QQ` becomes
 * `qQ` and `EmailVerified` is not the `email_verified` of the other formats. Casdoor 3.158.
 */
export const customClaimOf = firstLower;
