/**
 * What Casdoor v3.158.0 says, by language. Its messages are localised by the first two letters of Accept-Language, so
 * nobody may decide anything by them; a language that is not here gets English.
 */
const messages = {
  'grant-unsupported': {
    en: 'Grant_type: %s is not supported in this application',
    de: 'Grant_type: %s wird von dieser Anwendung nicht unterstützt',
    zh: '该应用不支持Grant_type: %s',
  },
  'client-unknown': { en: 'Invalid client_id', de: 'Ungültige client_id', zh: '无效的ClientId' },
  'redirect-uri-refused': {
    en: "Redirect URI: %s doesn't exist in the allowed Redirect URI list",
    de: 'Weiterleitungs-URI: %s ist nicht in der Liste erlaubter Weiterleitungs-URIs vorhanden',
    zh: '重定向 URI：%s在许可跳转列表中未找到',
  },
  'scope-refused': { en: 'Invalid scope', de: 'Invalid scope', zh: 'Invalid scope' },
  'not-signed-in': { en: 'Please login first', de: 'Bitte zuerst einloggen', zh: '请先登录' },
  unauthorized: { en: 'Unauthorized operation', de: 'Nicht autorisierte Operation', zh: '未授权的操作' },
  'user-unknown': { en: "The user: %s doesn't exist", de: 'Der Benutzer %s existiert nicht', zh: '用户: %s不存在' },
  'user-forbidden': {
    en: 'The user is forbidden to sign in, please contact the administrator',
    de: 'Dem Benutzer ist der Zugang verboten, bitte kontaktieren Sie den Administrator',
    zh: '该用户被禁止登录，请联系管理员',
  },
  'user-deleted': {
    en: 'The user has been deleted and cannot be used to sign in, please contact the administrator',
    de: 'Der Benutzer wurde gelöscht und kann nicht zur Anmeldung verwendet werden. Bitte wenden Sie sich an den Administrator',
    zh: '该用户已被删除, 无法用于登录, 请联系管理员',
  },
  'tag-unlisted': {
    en: "User's tag: %s is not listed in the application's tags",
    de: 'Benutzer-Tag: %s ist nicht in den Tags der Anwendung aufgeführt',
    zh: '用户的标签: %s不在该应用的标签列表中',
  },
  'password-not-enabled': {
    en: 'The login method: login with password is not enabled for the application',
    de: 'Die Anmeldeart "Anmeldung mit Passwort" ist für die Anwendung nicht aktiviert',
    zh: '该应用禁止采用密码登录方式',
  },
  'password-wrong': {
    en: 'password or code is incorrect, you have %s remaining chances',
    de: 'Das Passwort oder der Code ist falsch. Du hast noch %s Versuche übrig',
    zh: '密码错误，您还有 %s 次尝试的机会',
  },
  'user-frozen': {
    en: 'You have entered the wrong password or code too many times, please wait for %s minutes and try again',
    de: 'Sie haben zu oft das falsche Passwort oder den falschen Code eingegeben. Bitte warten Sie %s Minuten und versuchen Sie es erneut',
    zh: '密码错误次数已达上限，请在 %s 分后重试',
  },
  'application-disabled': {
    en: 'The application: %s has disabled users to signin',
    de: 'Die Anwendung: %s hat die Anmeldung von Benutzern deaktiviert',
    zh: '应用: %s 禁止用户登录',
  },
  'organization-disabled': {
    en: 'The organization: %s has disabled users to signin',
    de: 'Die Organisation: %s hat die Anmeldung von Benutzern deaktiviert',
    zh: '组织: %s 禁止用户登录',
  },
  'application-unknown': {
    en: 'The application: %s does not exist',
    de: 'Die Anwendung: %s existiert nicht',
    zh: '应用%s不存在',
  },
  'application-wrong': { en: 'Invalid application', de: 'Invalid application', zh: 'Invalid application' },
  'challenge-method': {
    en: 'Challenge method should be S256',
    de: 'Die Challenge-Methode sollte S256 sein',
    zh: 'Challenge方法应该为S256',
  },
} as const;

export type MessageKey = keyof typeof messages;
export type Language = 'en' | 'de' | 'zh';

export const languageOf = (acceptLanguage: string | undefined): Language => {
  const asked = (acceptLanguage ?? '').slice(0, 2);
  return asked === 'de' || asked === 'zh' ? asked : 'en';
};

export const message = (language: Language, key: MessageKey, value = ''): string =>
  messages[key][language].replace('%s', () => value);
