import { fail } from '../define-check';
import { urlOf } from '../host-kinds';
import { answerCheck } from './answer-fault';

const documentPath = /\/\.well-known\/.*$/;

/**
 * The document is asked for where the issuer says and is answered there (OpenID Connect Discovery 1.0 §4.2): a
 * redirect means that people use another address than the one that was typed.
 */
export const redirected = answerCheck({
  id: 'redirected',
  area: 'address',
  title: 'Address under which Casdoor answers',
  heading: 'The address leads on to another one',
  severity: 'blocker',
  why: '{product} does not follow when it asks for tokens, and an issuer is compared letter by letter. The address has to be the one that answers.',
  fix: 'Use {better} as the address of Casdoor, here and in the plugin.',
  judge({ url, headers, status }) {
    const from = urlOf(url);
    const to = headers.location ? urlOf(headers.location, url) : null;
    if (!to || !from)
      return fail(
        'The answer is {status}, a redirect, and does not say to where.',
        { status: String(status) },
        noBetter,
      );
    const values = { from: from.href, to: to.href, better: to.href.replace(documentPath, '') };
    if (to.href === from.href) return fail('The answer to {from} leads back to itself.', values, noBetter);
    if (!documentPath.test(to.pathname))
      return fail(
        'The answer leads to {to}, which is no discovery document: probably a sign-in in front of Casdoor.',
        values,
        {
          fix: {
            text: 'Let the proxy in front of {host} pass `/.well-known/` and `/api/` without a sign-in of its own.',
            values: {},
          },
          detail: comparison(from.href, to.href),
        },
      );
    const isSamePlace =
      from.hostname === to.hostname && from.pathname.replace(/\/+$/, '') === to.pathname.replace(/\/+$/, '');
    if (isSamePlace && from.protocol === 'https:' && to.protocol === 'http:')
      return fail('The answer leads from https to http: {to}.', values, {
        severity: 'serious',
        fix: { text: 'Let the proxy of {host} answer https itself instead of sending people on to http.', values: {} },
        detail: comparison(from.href, to.href),
      });
    if (isSamePlace && from.origin === to.origin)
      return fail('The answer leads from {from} to {to}: one slash is added or taken away.', values, {
        severity: 'serious',
        ...noBetter,
        detail: comparison(from.href, to.href),
      });
    return fail('The answer leads from {from} to {to}.', values, {
      ...(isSamePlace ? { severity: 'serious' as const } : {}),
      detail: comparison(from.href, to.href),
      copy: [{ label: 'Address of Casdoor', text: values.better }],
    });
  },
});

const noBetter = {
  fix: { text: 'Let the proxy of {host} hand `/.well-known/` on to Casdoor instead of redirecting it.', values: {} },
};

const comparison = (expected: string, actual: string) => ({
  kind: 'comparison' as const,
  expectedLabel: 'Asked for',
  expected,
  actualLabel: 'Led to',
  actual,
});
