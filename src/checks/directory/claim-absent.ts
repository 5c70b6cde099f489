import { defineCheck, fail } from '../define-check';
import { headlineOf, passIfTold, withWho } from './harm';

/** SSO for Atlassian Data Center refuses a sign-in that lacks a claim which one of its fields names. */
export const claimAbsent = defineCheck({
  id: 'claim-absent',
  area: 'directory',
  title: 'Every claim of the mapping for everybody',
  heading: 'Some people lack a claim that the plugin insists on',
  severity: 'serious',
  needs: ['directory'],
  uses: ['everybodyTold'],
  repeats: ['claim-never-issued', 'claim-nested', 'claim-wrong-type', 'group-claim-missing'],
  appliesTo: ({ target }) =>
    target.plugin === 'atlassian-dc' ? null : 'No other plugin than SSO for Atlassian Data Center insists on claims.',
  why: 'A sign-in without a claim that a field names is refused, whatever else it brings.',
  fix: 'In the plugin take the claim that these people lack out of its field under JIT provisioning: the list says for each which one it is.',
  evaluate({ directory, everybodyTold }) {
    const absent = directory.refused['claim-missing'] ?? 0;
    const withAccount = directory.refusedWithAccount['claim-missing'] ?? 0;
    if (absent === 0) return passIfTold(everybodyTold, 'Nobody lacks one.');
    const values = { absent, withAccount };
    return fail(
      withWho(
        withAccount === 0
          ? '{absent, plural, one {# person is} other {# people are}} refused because the ID token lacks a claim of theirs.'
          : '{absent, plural, one {# person is} other {# people are}} refused because the ID token lacks a claim of theirs; {withAccount, plural, one {# of them has} other {# of them have}} an account today.',
      ),
      values,
      {
        headline: headlineOf(
          directory,
          '{absent, plural, one {# person} other {# people}} would be refused for want of a claim',
          values,
        ),
      },
    );
  },
});
