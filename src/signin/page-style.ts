/** The one sheet of our own pages, named to the browser by its hash: nothing else is loaded. */
export const style = `
:root{color-scheme:light dark;--page:#ffffff;--ink:#172b4d;--quiet:#44546f;--line:#758195;--act:#0c66e4;--on-act:#ffffff;--passed:#216e4e;--failed:#ae2a19;--look:#974f0c}
@media (prefers-color-scheme:dark){:root{--page:#1d2125;--ink:#dee4ea;--quiet:#9fadbc;--line:#8696a7;--act:#85b8ff;--on-act:#1d2125;--passed:#7ee2b8;--failed:#ff9c8f;--look:#f5cd47}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/24px ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:600px;margin:0 auto;padding:48px 24px}
h1{font-size:24px;line-height:28px;margin:16px 0}
h2{font-size:16px;line-height:24px;margin:24px 0 0}
p{margin:8px 0}
svg{display:block}
.question{color:var(--act)}.passed{color:var(--passed)}.failed{color:var(--failed)}.look{color:var(--look)}
.quiet{color:var(--quiet);font-size:14px;line-height:20px}
form{margin:24px 0}
label{display:block;font-weight:600;margin-bottom:4px}
textarea{display:block;width:100%;margin-bottom:16px;padding:8px;border:1px solid var(--line);border-radius:3px;background:var(--page);color:var(--ink);font:inherit}
button{min-height:40px;padding:8px 16px;border:0;border-radius:3px;background:var(--act);color:var(--on-act);font:inherit;font-weight:600;cursor:pointer;max-width:100%}
button:focus-visible,textarea:focus-visible{outline:2px solid var(--act);outline-offset:2px}
@media (max-width:480px){main{padding:24px 16px}button{width:100%}}
`;

const mark = (name: string, shape: string) =>
  `<svg class="${name}" width="32" height="32" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">${shape}</svg>`;

/** The heading says the same in words; the shapes differ so that they read in grey. */
export const marks = {
  question: mark('question', '<circle cx="12" cy="12" r="9"/><path d="M12 17v-5M12 8v-1"/>'),
  passed: mark('passed', '<circle cx="12" cy="12" r="9"/><path d="m8 12 3 3 5-6"/>'),
  failed: mark('failed', '<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9l6 6M15 9l-6 6"/>'),
  look: mark('look', '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16v1"/>'),
} as const;
