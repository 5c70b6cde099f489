import { createHash } from 'node:crypto';
import { closedPage, linkPage, onwards, pressedPage } from '../../src/signin/pages';

const open = (changes: Partial<Parameters<typeof linkPage>[0]> = {}) =>
  linkPage({
    product: 'confluence',
    who: 'Ada',
    baseUrl: null,
    authorizationEndpoint: 'https://door.acme.example:8443/login/oauth/authorize',
    minutesLeft: 1,
    ...changes,
  });
const all = [
  open(),
  pressedPage(),
  ...(
    [
      'used',
      'expired',
      'cancelled',
      'unknown',
      'changed',
      'refused',
      'too-long',
      'method',
      'worked',
      'not-accepted',
      'not-worked',
      'told',
      'interrupted',
    ] as const
  ).map(closedPage),
];

test.each(all.map((page) => [/<h1>(.*?)<\/h1>/.exec(page.body)?.[1] ?? '', page] as const))(
  '"%s" loads nothing and runs nothing',
  (_heading, { body, headers }) => {
    expect(body).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(body.match(/<h1>/g)).toHaveLength(1);
    expect(body).not.toMatch(/<script|<link|<img|<iframe|\bsrc=|\bon\w+=|style=|url\(|@import/);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const policy = headers['content-security-policy'] ?? '';
    const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? '';
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(policy).toMatch(/^default-src 'none';.*; base-uri 'none'; frame-ancestors 'none'$/);
    expect(style).toContain('prefers-color-scheme:dark');
  },
);

test('a name that looks like markup stays text', () => {
  const { body } = open({ who: '<img src=x onerror=alert(1)>', baseUrl: 'https://jira.example/"><script>' });
  expect(body).not.toMatch(/<img|<script/);
  expect(body).toContain('&#60;img');
});

test('a form leads to our own address or to Casdoor’s sign-in page, and nowhere else', () => {
  expect(open().headers['content-security-policy']).toContain(
    "form-action 'self' https://door.acme.example:8443; base-uri",
  );
  expect(pressedPage().headers['content-security-policy']).toContain("form-action 'self'; base-uri");
  expect(onwards(new URL('https://door.acme.example/login?state=x'))).toMatchObject({
    status: 303,
    headers: { location: 'https://door.acme.example/login?state=x', 'cache-control': 'no-store' },
  });
});

test('whoever made the link may sit at a panel or at a terminal, so no page names either', () => {
  for (const { body } of all) expect(body).not.toMatch(/\bpanel\b|\bterminal\b|\bstep\b/i);
  expect(closedPage('worked').body).toContain('Whoever made the link sees the result now');
});

test('one minute is one minute', () => {
  expect(open().body).toContain('for another 1 minute.');
  expect(open({ minutesLeft: 2 }).body).toContain('for another 2 minutes.');
});
