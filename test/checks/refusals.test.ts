import { casdoorWords } from '../../src/checks/casdoor-words';
import { type RefusalKind, readRefusal, refusalIn, refusalKinds } from '../../src/checks/refusals';

const sentences = Object.entries(casdoorWords).flatMap(([kind, words]) =>
  words.map((sentence): [string, string] => [sentence, kind]),
);

describe('what Casdoor says when it does not let somebody in', () => {
  it.each(sentences)('%s is %s, with a name in it, in capitals and inside a page', (sentence, kind) => {
    const filled = sentence.replace('%s', 'acme/ivan').replace(/%[sd]/g, '15');
    for (const text of [
      filled,
      filled.toUpperCase(),
      `<html><body><div class="ant-message">Failed to sign in: <b>${filled}</b></div></body></html>`,
      `Sign In\n\n\t${filled.replaceAll(' ', '  ')}\n© Casdoor`,
    ])
      expect(readRefusal(text).kind).toBe(kind);
  });

  it.each<[string, RefusalKind, string | null]>([
    ["The user: acme/eve doesn't exist", 'person-unknown', 'acme/eve'],
    ['The user: acme/eve doesn’t exist', 'person-unknown', 'acme/eve'],
    ['The user: acme/eve doesn&#39;t exist', 'person-unknown', 'acme/eve'],
    ['そのユーザー：acme/eveは存在しません', 'person-unknown', 'acme/eve'],
    ['用户: acme/Eve不存在', 'person-unknown', 'acme/Eve'],
    ['The user is forbidden to sign in, please contact the administrator', 'forbidden', null],
    ['The application: app-disabled has disabled users to signin', 'application-closed', 'app-disabled'],
    ['The organization: acme has disabled users to signin', 'organization-closed', 'acme'],
    ['The cert "cert-missing" does not exist', 'certificate-missing', 'cert-missing'],
    ['The cert &quot;cert-missing&quot; does not exist', 'certificate-missing', 'cert-missing'],
    ['unknown application TokenFormat: JWT-Odd (retry)', 'token-format-unknown', 'JWT-Odd'],
    ['password or code is incorrect, you have 4 remaining chances', 'password-wrong', '4'],
    ['您的IP地址：203.0.113.7 根据以下配置已被禁止：组织', 'address-barred', '203.0.113.7'],
    ['密码错误次数已达上限，请在 15 分后重试', 'frozen', '15'],
    ['The login method: login with SMS is not enabled for the application', 'method-off', 'login with SMS'],
    ['Şifre ile giriş yöntemi bu uygulama için etkin değil', 'method-off', 'Şifre ile'],
    ['access_denied: User denied consent', 'consent-denied', null],
    ['app-jira wants to access your account. This scope is not defined in the application', 'consent-pending', null],
  ])('%s is %s, about %s', (words, kind, about) => {
    expect(readRefusal(words)).toEqual({ kind, about });
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['another message', 'Database is locked'],
    ['something that is no word of Casdoor', '<img src=x onerror=alert(1)>'],
    ['the name of a user alone', 'acme/eve'],
    ['the two ends of a sentence with a page between them', `The user: ${'x '.repeat(400)} doesn't exist`],
    ['an entity that is no character', '&#999999;&#x1fffff;'],
  ])('does not know %s', (_what, words) => {
    expect(refusalIn(words)).toBeNull();
    expect(readRefusal(words)).toEqual({ kind: 'other', about: null });
  });

  it.each([
    ['brackets', '<'.repeat(1_000_000)],
    ['beginnings of a sentence', 'The user: '.repeat(100_000)],
    ['ampersands', '&#'.repeat(500_000)],
    ['blanks', ' '.repeat(1_000_000)],
  ])('reads a megabyte of %s in no time', (_what, words) => {
    const started = performance.now();
    expect(readRefusal(words).kind).toBe('other');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('knows what is translated in all eleven languages, each sentence once', () => {
    for (const kind of ['forbidden', 'deleted', 'frozen', 'application-closed', 'redirect-uri', 'tag-missing'] as const)
      expect(new Set(casdoorWords[kind]).size).toBe(11);
    const all = sentences.map(([sentence]) => sentence);
    expect(all.filter((sentence, at) => all.indexOf(sentence) !== at)).toEqual([]);
    expect(refusalKinds.at(-1)).toBe('other');
  });
});
