/** A section of the exported file; Sign In Settings are shared by all providers. */
export type SectionName = 'app' | 'attributes' | 'groups' | 'signIn';

/** Names under which the sections stand. */
export const sectionNames: Record<SectionName, readonly [string, ...string[]]> = {
  app: ['OAuth Configuration', 'Application Configuration'],
  attributes: ['Attribute Mapping'],
  groups: ['Group Mapping'],
  signIn: ['Sign In Settings'],
};

export type DocumentKey = {
  section: SectionName;
  /** `words`: a text of words, or a list of them. `names`: a list of texts, or one text with `;` between them. */
  kind: 'text' | 'flag' | 'words' | 'names' | 'group-names';
  /** The first is that of 1.1.28, the others those of other builds. */
  names: readonly [string, ...string[]];
};

const key = (section: SectionName, kind: DocumentKey['kind'], ...names: [string, ...string[]]): DocumentKey => ({
  section,
  kind,
  names,
});

/** Every key of the exported file that is read or written here. All others stay as they are. */
export const documentKeys = {
  selectedApplication: key('app', 'text', 'DEFAULT_APP_NAME', 'SELECTED_APPLICATION'),
  customAppName: key('app', 'text', 'CUSTOM_APP_NAME', 'APP_NAME'),
  clientId: key('app', 'text', 'CLIENT_ID'),
  clientSecret: key('app', 'text', 'CLIENT_SECRET'),
  scope: key('app', 'words', 'SCOPE', 'SCOPES'),
  authorizeEndpoint: key('app', 'text', 'AUTHORIZE_END_POINT', 'AUTHORIZATION_END_POINT'),
  tokenEndpoint: key('app', 'text', 'ACCESSTOKEN_END_POINT', 'TOKEN_END_POINT'),
  userinfoEndpoint: key('app', 'text', 'USERINFO_END_POINT'),
  logoutEndpoint: key('app', 'text', 'SINGLE_LOGOUT_URL', 'LOGOUT_END_POINT', 'LOGOUT_URL'),
  jwksEndpoint: key('app', 'text', 'JWKS_END_POINT', 'JWKS_ENDPOINT_URL', 'JWKS_URL'),
  publicKey: key('app', 'text', 'PUBLIC_KEY'),
  checksIssuer: key('app', 'flag', 'ENABLE_CHECK_ISSUER_FOR'),
  issuerCheck: key('app', 'text', 'CHECK_ISSUER_FOR'),
  customIssuer: key('app', 'text', 'CUSTOM_ISSUER_VALUE'),
  /** True means: do not update, though the label on the screen says the opposite. */
  keepAttributes: key('attributes', 'flag', 'KEEP_EXISTING_USER_ATTRIBUTES'),
  loginBy: key('attributes', 'text', 'LOGIN_USER_BY_ATTRIBUTE'),
  username: key('attributes', 'text', 'USERNAME_ATTRIBUTE'),
  usesPattern: key('attributes', 'flag', 'ENABLE_REGEX_PATTERN'),
  pattern: key('attributes', 'text', 'REGEX_PATTERN'),
  email: key('attributes', 'text', 'EMAIL_ATTRIBUTE'),
  isSeparate: key('attributes', 'flag', 'USE_SEPARATE_NAME_ATTRIBUTE', 'SEPARATE_NAME_ATTRIBUTES'),
  firstName: key('attributes', 'text', 'FIRST_NAME_ATTRIBUTE'),
  lastName: key('attributes', 'text', 'LAST_NAME_ATTRIBUTE'),
  fullName: key('attributes', 'text', 'FULL_NAME_ATTRIBUTE'),
  languageMapping: key('attributes', 'flag', 'ENABLE_LANGUAGE_MAPPING'),
  groups: key('groups', 'text', 'ROLE_ATTRIBUTE', 'GROUP_ATTRIBUTE'),
  isOnTheFly: key('groups', 'flag', 'ON_THE_FLY_GROUP_MAPPING'),
  groupMapping: key('groups', 'group-names', 'ROLE_MAPPING', 'GROUP_MAPPING'),
  createGroups: key('groups', 'flag', 'CREATE_NEW_GROUPS'),
  /** "Keep Existing Users Groups" has a key for each way of mapping. */
  keepMapped: key('groups', 'flag', 'KEEP_EXISTING_USER_ROLES', 'KEEP_EXISTING_USER_GROUPS'),
  keepOnTheFly: key('groups', 'flag', 'ON_THE_FLY_ASSIGN_NEW_GROUPS_ONLY'),
  excludeGroups: key('groups', 'names', 'ON_THE_FLY_DO_NOT_REMOVE_GROUPS'),
  defaultGroups: key('groups', 'names', 'DEFAULT_GROUPS', 'DEFAULT_GROUP'),
  defaultGroupsFor: key('groups', 'text', 'ENABLE_DEFAULT_GROUPS_FOR'),
  /** The screen has one label for it and the file two keys; which of them it writes is not known. */
  createIfMapped: key('groups', 'flag', 'CREATE_USER_IF_ROLE_MAPPED'),
  restrictCreation: key('groups', 'flag', 'RESTRICT_USER_CREATION'),
  allowedDomains: key('signIn', 'names', 'ALLOWED_DOMAINS'),
  hasBackDoor: key('signIn', 'flag', 'ENABLE_BACKDOOR'),
  /** Sends everybody who is not signed in to Casdoor. */
  autoRedirect: key('signIn', 'flag', 'DISABLE_DEFAULT_LOGIN'),
} as const satisfies Record<string, DocumentKey>;
