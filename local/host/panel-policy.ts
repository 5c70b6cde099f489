/**
 * The Content-Security-Policy under which Forge serves a Custom UI page, without the hosts of Atlassian that it adds
 * and without its report address: whatever works under this works there. A test compares it with what `@forge/csp`
 * makes of the manifest. Nobody may frame the page here, since there is no product around it.
 */
export const panelPolicy = [
  "default-src 'self'",
  "frame-ancestors 'none'",
  "frame-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "connect-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "form-action 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox allow-downloads allow-forms allow-modals allow-pointer-lock allow-same-origin allow-scripts',
].join('; ');
