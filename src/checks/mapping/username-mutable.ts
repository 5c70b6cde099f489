import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { claimsAsked, findAsked, fittingClaims, sourceName, typedAs } from './claims-asked';

const nameKeys = new Set(['displayName', 'firstName', 'lastName', 'realName']);

/** A name is neither unique nor lasting, and must not be what accounts are found by: OpenID Connect Core 1.0 §5.7. */
export const usernameMutable = defineCheck({
  id: 'username-mutable',
  area: 'mapping',
  title: 'What user names are made of',
  heading: 'User names are made of display names',
  severity: 'serious',
  needs: ['application'],
  asks: ['mapping'],
  after: ['username-literal', 'token-format-unknown'],
  why: 'Who changes their name in Casdoor is somebody new in {product} and loses everything; two people of one name share an account.',
  fix: 'Put this into the field {label} of the plugin:',
  evaluate({ application }, { mapping, target }) {
    const format = tokenFormatOf(application.tokenFormat);
    const asked = mapping === null ? undefined : claimsAsked(mapping, target).find(({ field }) => field === 'username');
    if (asked === undefined || format === undefined) return notApplicable('What a token carries is not known.');
    const found = findAsked(asked, format, application);
    // Beside a claim that tells people apart, a name does no harm.
    const isByName = found.length > 0 && found.every(({ key }) => key !== null && nameKeys.has(key));
    const [first] = found;
    if (!isByName || first === undefined) return pass();
    const fitting = fittingClaims('username', first.source, format, application);
    const [best] = fitting;
    const meansTwo = first.claim === 'name';
    return fail(
      meansTwo
        ? 'In {source}, {claim} is the display name. It is the user name in an ID token of format JWT, and in get-account.'
        : 'In {source}, {claim} is a name that people are shown by.',
      { claim: first.claim, source: sourceName(first.source, format), label: asked.label },
      {
        headline: { text: 'People would get their display name as user name', values: {} },
        detail: { kind: 'claims', field: 'username', better: fitting.map((claim) => ({ claim, sample: null })) },
        ...(best === undefined
          ? { fix: { text: 'Choose a source that carries the user name: {source} does not.', values: {} } }
          : { copy: [{ label: asked.label, text: typedAs(best, 'username', target) }] }),
      },
    );
  },
});
