import { defineCheck, fail, pass } from '../define-check';
import { longestUri, partsOf } from '../redirect-matching';

/** A redirect URI is an absolute address without a fragment: RFC 6749 §3.1.2. A plugin has one, not a pattern. */
export const redirectUriUnreadable = defineCheck({
  id: 'redirect-uri-unreadable',
  area: 'redirect-uri',
  title: 'Form of the callback URL',
  heading: 'The callback URL is no address to come back to',
  severity: 'blocker',
  needs: [],
  asks: ['redirect-uri'],
  why: 'Casdoor sends people to exactly this address after their sign-in. Where it is none, they get no further than Casdoor’s page.',
  fix: 'Copy the callback URL from the screen of the plugin, as a whole, into the field “Callback URL of the plugin”.',
  evaluate(_facts, given) {
    const redirectUri = given.redirectUri ?? '';
    if (redirectUri.trim() !== redirectUri || /\s/.test(redirectUri))
      return fail('There is a space or a line end in {shown}.', { shown: redirectUri.replace(/\s/g, '␠') });
    if (redirectUri.length > longestUri)
      return fail('It has {length} characters. No plugin has a callback URL of more than {most}.', {
        length: redirectUri.length,
        most: longestUri,
      });
    if (redirectUri.includes('#'))
      return fail('{redirectUri} has a part behind `#`. A browser keeps that to itself, so the plugin never gets it.');
    if (redirectUri.includes('*'))
      return fail('{redirectUri} has a `*` in it. A plugin sends one address, never a pattern.');
    if (/%(?![0-9a-f]{2})/i.test(redirectUri))
      return fail('{redirectUri} has a `%` that no two hexadecimal digits follow. Casdoor breaks off over it.');
    const parts = partsOf(redirectUri);
    if (!parts || parts.host === '')
      return fail('{redirectUri} does not begin with a scheme and a host, such as `https://{example}`.', {
        example: given.target.product === 'jira' ? 'jira.acme.example/…' : 'wiki.acme.example/…',
      });
    if (parts.scheme !== 'https' && parts.scheme !== 'http')
      return fail('{redirectUri} begins with {scheme}. {product} is reached by https.', { scheme: `${parts.scheme}:` });
    return pass();
  },
});
