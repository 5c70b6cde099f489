import { createHash } from 'node:crypto';
import { judgeAuthorizationRequest } from './authorization-request';
import type { ApplicationDocument } from './documents';
import { type Exchange, type Reply, saying } from './exchange';
import { escaped } from './html';
import { UnparsableAddress } from './redirect-match';
import { attemptSignin } from './sign-in';
import { organizationByName, type State } from './state';

const requestNames = [
  'client_id',
  'response_type',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
];

/**
 * `GET /login/oauth/authorize`. Casdoor serves its single-page front end here; this is a plain form that a person can use,
 * with the same refusals in the same words. An error is shown and never sent to the relying party, as in Casdoor.
 */
export const signinPage = (state: State, exchange: Exchange): Reply => {
  const judged = judge(state, exchange);
  if ('reply' in judged) return judged.reply;
  return page(state, exchange, judged.application, null);
};

/** `POST /login/oauth/authorize`: what the form sends. */
export const submitSignin = async (state: State, exchange: Exchange): Promise<Reply> => {
  const judged = judge(state, exchange);
  if ('reply' in judged) return judged.reply;
  const origin = exchange.header('origin');
  if (origin !== undefined && origin !== `http://${exchange.host}`) {
    return { status: 403, ...messagePage('The form was not sent from this page.') };
  }
  const { application } = judged;
  const outcome = await attemptSignin(state, exchange, {
    application,
    organization: application.organization,
    username: exchange.input('username'),
    password: exchange.input('password'),
    clientId: exchange.input('client_id'),
    responseType: exchange.input('response_type'),
    redirectUri: exchange.input('redirect_uri'),
    scope: exchange.input('scope'),
    nonce: exchange.input('nonce'),
    codeChallenge: exchange.input('code_challenge'),
    codeChallengeMethod: exchange.input('code_challenge_method'),
  });
  if ('message' in outcome) return page(state, exchange, application, outcome.message);
  const redirectUri = exchange.input('redirect_uri');
  const answer = new URLSearchParams({ code: outcome.code, state: exchange.input('state') });
  const location = `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${answer.toString()}`;
  // A header takes no characters but these.
  const safe = location.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
  return { status: 303, headers: { location: safe, ...safeHeaders([]) }, body: { html: '' } };
};

const judge = (state: State, exchange: Exchange): { application: ApplicationDocument } | { reply: Reply } => {
  try {
    const { message, application } = judgeAuthorizationRequest(state, exchange, {
      clientId: exchange.input('client_id'),
      responseType: exchange.input('response_type'),
      redirectUri: exchange.input('redirect_uri'),
      scope: exchange.input('scope'),
    });
    if (message !== null || application === undefined) return { reply: messagePage(message ?? '') };
    // Without this a `javascript:` address that somebody registered would be followed.
    if (!/^https?:/i.test(exchange.input('redirect_uri'))) {
      return { reply: messagePage(saying(exchange, 'redirect-uri-refused', exchange.input('redirect_uri'))) };
    }
    return { application };
  } catch (error) {
    if (error instanceof UnparsableAddress) return { reply: { status: 500, body: { nothing: true } } };
    throw error;
  }
};

const page = (state: State, exchange: Exchange, application: ApplicationDocument, complaint: string | null): Reply => {
  const organization = organizationByName(state, application.organization);
  const hidden = requestNames
    .map((name) => `<input type="hidden" name="${name}" value="${escaped(exchange.input(name))}">`)
    .join('\n');
  const examples = state.world.users
    .filter((user) => user.owner === application.organization && !user.isDeleted && !user.isForbidden)
    .slice(0, 3)
    .map((user) => `<strong>${escaped(user.name)}</strong>`);
  return htmlPage(
    `Sign in to ${organization?.displayName ?? application.organization}`,
    `<h1>Sign in to ${escaped(organization?.displayName ?? application.organization)}</h1>
<p>This is the embedded Casdoor of the demo. Its people are made up.</p>
${complaint === null ? '' : `<p role="alert">${escaped(complaint)}</p>`}
<form method="post" action="/login/oauth/authorize">
${hidden}
<p><label for="username">User name</label><br>
<input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus value="${escaped(exchange.input('username'))}"></p>
<p><label for="password">Password</label><br>
<input id="password" name="password" type="password" autocomplete="current-password" required></p>
<p><button type="submit">Sign in</button></p>
</form>
<p>For example ${examples.join(', ')}, with the password <code>Pass-123</code>.</p>`,
    [originOf(exchange.input('redirect_uri'))],
  );
};

const messagePage = (text: string): Reply =>
  htmlPage('Sign-in is not possible', `<h1>Sign-in is not possible</h1>\n<p role="alert">${escaped(text)}</p>`, []);

const htmlPage = (title: string, content: string, formTargets: string[]): Reply => ({
  headers: safeHeaders(formTargets),
  body: {
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${look}</style></head>
<body>
<div id="root"><main>
${content}
</main></div>
</body>
</html>
`,
  },
});

const look = [
  ':root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}',
  'main{max-width:22rem;margin:10vh auto;padding:0 1rem}',
  'h1{font-size:1.5rem;font-weight:600}',
  'input,button{box-sizing:border-box;width:100%;padding:.5rem;font:inherit}',
  '[role=alert]{padding:.5rem .75rem;border-left:4px solid}',
].join('');
const lookHash = `sha256-${createHash('sha256').update(look).digest('base64')}`;

/** Nothing is loaded. A browser also asks `form-action` for the redirect that follows a form. */
const safeHeaders = (formTargets: string[]): Record<string, string> => ({
  'content-security-policy':
    `default-src 'none'; style-src '${lookHash}'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${formTargets.join(' ')}`.trim(),
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
});

const originOf = (address: string): string => {
  try {
    return new URL(address).origin;
  } catch {
    return '';
  }
};
