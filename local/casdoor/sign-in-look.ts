import { createHash } from 'node:crypto';
import type { Reply } from './exchange';
import { escaped } from './html';

/**
 * A page of the sign-in. `formTargets`: origins that a form may lead to beside this one; a browser asks `form-action` for the
 * redirect that follows a form, too.
 */
export const htmlPage = (title: string, content: string, formTargets: readonly string[]): Reply => ({
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
  ':root{color-scheme:light dark;--page:#fff;--ink:#262626;--quiet:#595959;--line:#8c8c8c;--act:#262626;--on-act:#fff;--wrong:#a8071a;--soft:#f0f2f5}',
  '@media (prefers-color-scheme:dark){:root{--page:#141414;--ink:#e8e8e8;--quiet:#b3b3b3;--line:#8c8c8c;--act:#e8e8e8;--on-act:#141414;--wrong:#ff9c94;--soft:#262626}}',
  '*{box-sizing:border-box}',
  'body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}',
  'main{max-width:28rem;margin:0 auto;padding:2.5rem 1rem}',
  'h1{font-size:1.5rem;line-height:1.25;font-weight:600;margin:0 0 .5rem}',
  'h2{font-size:1rem;margin:2rem 0 .5rem}',
  'p,ul{margin:.5rem 0}',
  'ul{padding:0;list-style:none}',
  'form{margin:1rem 0}',
  'h3{font-size:1rem;margin:1rem 0 0}',
  'label{display:block;font-weight:600;margin:.75rem 0 .375rem}',
  'label.beside{display:flex;gap:.5rem;align-items:center;font-weight:400;min-height:1.5rem}',
  'input{width:100%;min-height:2.5rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.5rem;background:var(--page);color:var(--ink);font:inherit}',
  'input[type=checkbox]{width:1.5rem;min-height:1.5rem;margin:0;accent-color:var(--act)}',
  'button{width:100%;min-height:2.5rem;margin-top:.75rem;padding:.5rem .75rem;border:1px solid var(--act);border-radius:.5rem;background:var(--act);color:var(--on-act);font:inherit;font-weight:600;cursor:pointer}',
  'button.second{background:var(--page);color:var(--ink)}',
  'a{color:inherit}',
  '.people li{padding:.375rem 0;border-bottom:1px solid var(--soft)}',
  '.people a{display:inline-block;min-height:1.5rem;border-radius:.25rem}',
  '.people a[aria-current]{font-weight:600}',
  '.people span{display:block}',
  ':focus-visible{outline:3px solid var(--act);outline-offset:2px}',
  '.quiet{color:var(--quiet);font-size:.875rem}',
  '.demo{margin:1rem 0;padding:.5rem .75rem;border-radius:.5rem;background:var(--soft)}',
  '[role=alert]{padding:.5rem .75rem;border-left:4px solid var(--wrong);color:var(--wrong);background:var(--soft)}',
].join('');
const lookHash = `sha256-${createHash('sha256').update(look).digest('base64')}`;

/** Nothing is loaded and no script runs. */
export const safeHeaders = (formTargets: readonly string[]): Record<string, string> => ({
  'content-security-policy':
    `default-src 'none'; style-src '${lookHash}'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${formTargets.join(' ')}`.trim(),
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
});
