import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { claimsAsked, daySeen, findAsked, fittingClaims, sourceName } from './claims-asked';

/** Groups stand in format JWT, in JWT-Custom where they were chosen, and in userinfo. Casdoor 3.158. */
export const groupClaimMissing = defineCheck({
  id: 'group-claim-missing',
  area: 'mapping',
  title: 'Claim of the groups',
  heading: 'The groups are not where the plugin looks for them',
  severity: ({ target }) => (target.plugin === 'atlassian-dc' ? 'blocker' : 'serious'),
  needs: ['application'],
  uses: ['address'],
  asks: ['mapping'],
  after: ['token-format-unknown'],
  why: 'A sign-in without groups takes its person out of all groups that are mapped.',
  fix: 'Put this into the field {label} of the plugin:',
  handOver:
    '{product} needs the groups of people, and tokens of {application} at {address} do not carry them. Can you choose JWT-Custom under “Token format” there, and put Name, Email, DisplayName and Groups under “Token fields”?',
  evaluate({ application, address }, { mapping, target, seen }) {
    const format = tokenFormatOf(application.tokenFormat);
    if (mapping === null || format === undefined) return notApplicable('What a token carries is not known.');
    const asked = claimsAsked(mapping, target).find(({ field }) => field === 'groups');
    if (asked === undefined) return notApplicable('No groups are mapped.');
    const [found] = findAsked(asked, format, application, seen);
    if (found?.claim.startsWith('${'))
      return notApplicable('It is written as an expression, which is another finding.');
    if (found === undefined) return pass();
    const sight = { claim: found.claim, day: daySeen(seen) };
    if (found.isBySight) return pass('{claim} was seen in a sign-in on {day}.', sight);
    if (found.place.how !== 'absent') return pass();
    // A person without groups: the claim is there.
    if (found.seen === 'empty') return pass('{claim} was seen in a sign-in on {day}, empty for that person.', sight);
    const fitting = fittingClaims('groups', found.source, format, application);
    const [best] = fitting;
    const common = {
      links: applicationPage(address, application),
      detail: {
        kind: 'claims' as const,
        field: 'groups',
        better: fitting.map((claim) => ({ claim, sample: null })),
      },
      ...(target.plugin === 'atlassian-dc' && {
        why: { text: 'The plugin refuses every sign-in that lacks the claim of the groups.', values: {} },
        headline: { text: 'The plugin refuses everybody for want of groups', values: {} },
      }),
    };
    const values = { claim: found.claim, label: asked.label, source: sourceName(found.source, format) };
    if (best !== undefined)
      return fail('There is no {claim} in {source}.', values, {
        ...common,
        handOver: null,
        copy: [{ label: asked.label, text: best }],
      });
    if (found.source === 'id_token')
      return fail('There is no {claim} in {source}, nor anything else with the groups of a person.', values, {
        ...common,
        fix: {
          text: 'In Casdoor open Applications → {application}, choose JWT-Custom under “Token format”, and put Name, Email, DisplayName and Groups under “Token fields”.',
          values: {},
        },
      });
    return fail('There is no {claim} in {source}, nor anything else with the groups of a person.', values, {
      ...common,
      fix: { text: 'In Casdoor open Applications → {application} and add Groups under “Token fields”.', values: {} },
    });
  },
});
