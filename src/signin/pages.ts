import { createHash } from 'node:crypto';
import { type Product, productNames } from '../contract/target';
import type { DoorResponse } from './door';
import { marks, style } from './page-style';

/** What a page says. None of it comes from the query, and no claim is in it. */
type Page = {
  status: number;
  mark: keyof typeof marks;
  heading: string;
  /** Paragraphs of HTML. */
  body: readonly string[];
  /** Origins beside our own that a form of this page may lead to. */
  formTargets?: readonly string[];
};

/** The link may have been made in the panel or in a terminal. */
const toMaker = 'Whoever made the link sees the result now, where they made it, and nobody else does.';
const mayClose = 'You may close this tab.';
const newLink = 'Ask whoever made it for a new one.';

type LinkPage = {
  product: Product;
  /** Who made the link. */
  who: string;
  /** Of Jira or Confluence; null where it is not known. */
  baseUrl: string | null;
  /** Where the button leads in the end. */
  authorizationEndpoint: string;
  minutesLeft: number;
};

/** The page behind an open link: who asks, what they will see, and one button. */
export const linkPage = ({ product, who, baseUrl, authorizationEndpoint, minutesLeft }: LinkPage): DoorResponse => {
  const { host, origin } = new URL(authorizationEndpoint);
  const [name, asker, casdoor] = [productNames[product], escaped(who), escaped(host)];
  const place = baseUrl === null ? name : `${name} at <b>${escaped(baseUrl)}</b>`;
  return rendered({
    status: 200,
    mark: 'question',
    heading: `A test sign-in for ${name}`,
    body: [
      `<p><b>${asker}</b> asks you to sign in once at Casdoor, <b>${casdoor}</b>, to see whether people get into ${place} that way.</p>`,
      `<h2>What ${asker} will see</h2>`,
      `<p>What Casdoor tells ${name} about you: your user name, your name, your e-mail address, your groups, and whatever else it hands over. It is deleted after 24 hours.</p>`,
      '<h2>What nobody will see</h2>',
      `<p>Your password. You type it on Casdoor’s own page, and it stays there. Nothing in ${name} changes.</p>`,
      `<form method="post"><button>Go on to ${casdoor}</button></form>`,
      `<p class="quiet">The link works once, for another ${minutesLeft} ${minutesLeft === 1 ? 'minute' : 'minutes'}. To sign in as somebody else than the person who is signed in to Casdoor in this browser, open it in a private window.</p>`,
      `<p class="quiet">If Casdoor does not let you in, open the link once more and pass on what its page says.</p>`,
    ],
    formTargets: [origin],
  });
};

/** Somebody went on to Casdoor already. Casdoor’s refusals send nobody back, so its words can be passed on here. */
export const pressedPage = (): DoorResponse =>
  rendered({
    status: 410,
    mark: 'look',
    heading: 'This link was used already',
    body: [
      '<p>Somebody went on to Casdoor with it, and it works once. If that was you, sign in at Casdoor in the tab where you began.</p>',
      '<h2>Did Casdoor not let you in?</h2>',
      '<p>Casdoor tells that to you alone. Copy here what its page says, and whoever made the link learns what it means. That ends this test.</p>',
      '<form method="post"><label for="words">What Casdoor’s page says</label><textarea id="words" name="words" rows="4" maxlength="4000" required></textarea><button>Pass it on</button></form>',
    ],
  });

const closedPages = {
  used: {
    status: 410,
    mark: 'look',
    heading: 'This link was used already',
    body: [
      `<p>It works once, and something has come of it. ${toMaker}</p>`,
      `<p>To try again, a new link is needed. ${newLink}</p>`,
    ],
  },
  expired: {
    status: 410,
    mark: 'look',
    heading: 'This link has expired',
    body: [`<p>A link works for fifteen minutes. ${newLink}</p>`],
  },
  cancelled: {
    status: 410,
    mark: 'look',
    heading: 'This test sign-in was cancelled',
    body: [`<p>Somebody cancelled it, or made a newer link. ${newLink}</p>`],
  },
  unknown: {
    status: 404,
    mark: 'look',
    heading: 'There is no such link',
    body: [`<p>It may have been cut off when it was copied, or it is older than a day. ${newLink}</p>`],
  },
  changed: {
    status: 409,
    mark: 'look',
    heading: 'This link is for other settings',
    body: [`<p>The connection to Casdoor was changed after the link was made. ${newLink}</p>`],
  },
  refused: {
    status: 400,
    mark: 'failed',
    heading: 'This answer was not taken',
    body: [
      '<p>It does not belong to a test sign-in that is under way, so nothing was done with it.</p>',
      `<p>If you came from Casdoor, begin again from the link. ${newLink}</p>`,
    ],
  },
  'too-long': {
    status: 414,
    mark: 'failed',
    heading: 'This answer was not taken',
    body: ['<p>It is longer than any answer of Casdoor, so it was not read.</p>'],
  },
  method: {
    status: 405,
    mark: 'failed',
    heading: 'This is not how this page is asked',
    body: ['<p>Open the link in a browser.</p>'],
  },
  worked: {
    status: 200,
    mark: 'passed',
    heading: 'The sign-in worked',
    body: [`<p>${mayClose} ${toMaker}</p>`],
  },
  /** Casdoor's part held; what the product would make of it did not. */
  'not-accepted': {
    status: 200,
    mark: 'failed',
    heading: 'Casdoor let you in, and that is not enough yet',
    body: [`<p>Something has to be mended before people get in with it. ${mayClose} ${toMaker}</p>`],
  },
  'not-worked': {
    status: 200,
    mark: 'failed',
    heading: 'The sign-in did not work',
    body: [`<p>${mayClose} ${toMaker}</p>`],
  },
  told: {
    status: 200,
    mark: 'passed',
    heading: 'It was passed on',
    body: [`<p>Whoever made the link sees now what it means. ${mayClose}</p>`],
  },
  interrupted: {
    status: 410,
    mark: 'failed',
    heading: 'The answer came, and could not be judged',
    body: [`<p>Casdoor’s answer works once, so it cannot be tried again. ${newLink}</p>`],
  },
} as const satisfies Record<string, Page>;

export type ClosedPage = keyof typeof closedPages;

/** A page that says the same to everybody. */
export const closedPage = (name: ClosedPage): DoorResponse => rendered(closedPages[name]);

/** On the way to Casdoor. */
export const onwards = (url: URL): DoorResponse => ({
  status: 303,
  headers: { ...headersWith([]), location: url.href },
  body: '',
});

const rendered = ({ status, mark, heading, body, formTargets = [] }: Page): DoorResponse => ({
  status,
  headers: headersWith(formTargets),
  body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${heading}</title>
<style>${style}</style>
</head>
<body>
<main>
${marks[mark]}
<h1>${heading}</h1>
${body.join('\n')}
</main>
</body>
</html>
`,
});

const styleHash = createHash('sha256').update(style).digest('base64');

/** Chromium holds the redirect that follows a form to `form-action` too, hence the origin that it leads to. */
const headersWith = (formTargets: readonly string[]): Record<string, string> => ({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'${formTargets
    .map((origin) => ` ${origin}`)
    .join('')}; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** Text for the inside of an element or a quoted attribute. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
