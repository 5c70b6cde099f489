import { redirectUriOf } from '../../contract/target';
import { defineCheck, fail, notApplicable, pass } from '../define-check';

/** A Data Center plugin makes its callback URL from the base URL that Jira or Confluence has of itself. */
export const redirectUriBaseUrl = defineCheck({
  id: 'redirect-uri-base-url',
  area: 'redirect-uri',
  title: 'Base URL in the callback URL',
  heading: '{product} has another base URL than the callback URL',
  severity: 'blocker',
  needs: [],
  uses: ['statedBaseUrl'],
  asks: ['redirect-uri'],
  after: ['redirect-uri-unreadable', 'redirect-uri-of-other-plugin'],
  appliesTo: ({ target }) =>
    target.plugin === 'miniorange' || target.plugin === 'atlassian-dc'
      ? null
      : 'Only the plugins of Data Center make their callback URL from the base URL.',
  why: 'The plugin sends the address that {product} has of itself, not the one that was checked here. Casdoor compares them character by character.',
  fix: 'Put this base URL into the field of the same name, or mend “Base URL” in the administration of {product} if it is the wrong one.',
  evaluate({ statedBaseUrl }, { redirectUri, target }) {
    if (statedBaseUrl === undefined) return notApplicable('{product} did not say what its base URL is.');
    const expected = redirectUriOf({ plugin: target.plugin, baseUrl: statedBaseUrl });
    const uri = redirectUri ?? '';
    const stated = statedBaseUrl.replace(/\/+$/, '');
    // The callback may carry a parameter of its own; what counts is the base in front of it.
    if (expected === null || uri.startsWith(`${stated}/`))
      return pass('{product} has the base URL {stated}.', { stated });
    return fail(
      '{product} says that its base URL is {stated}. The callback URL that follows from it is {expected}.',
      { stated, expected },
      {
        headline: { text: '{product} sends another address than the one that was checked', values: {} },
        copy: [{ label: 'Base URL', text: stated }],
        detail: {
          kind: 'comparison',
          expectedLabel: 'From its base URL',
          expected,
          actualLabel: 'Given',
          actual: uri,
        },
      },
    );
  },
});
