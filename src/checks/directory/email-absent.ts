import type { Mapping } from '../../contract/mapping';
import type { Target } from '../../contract/target';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { defineCheck, fail, notApplicable, warn } from '../define-check';
import type { ApplicationConfiguration } from '../evidence';
import { claimsAsked, findAsked } from '../mapping/claims-asked';
import { headlineOf, passIfTold, withWho } from './harm';
import { emailFilledIn } from './remedies';

/** miniOrange creates no account without an e-mail (rule 7); who is found by it is not found without. */
export const emailAbsent = defineCheck({
  id: 'email-absent',
  area: 'directory',
  title: 'An e-mail for everybody',
  heading: 'Some people have no e-mail',
  severity: 'serious',
  needs: ['directory'],
  uses: ['everybodyTold', 'application'],
  why: 'Without an e-mail the plugin finds or creates no account for them, and refuses them.',
  fix: 'In Casdoor open Users and fill in “Email” for these people.',
  handOver:
    'At {address} {absent, plural, one {# person has} other {# people have}} no e-mail, and {product} lets nobody in without. Can you fill it in for them?',
  evaluate({ directory, everybodyTold, application }, { mapping, target }) {
    if (mapping !== null && application !== undefined && !isIssued(mapping, target, application))
      return notApplicable('Nobody gets the claim, which is another finding.');
    const absent = directory.refused['no-email'] ?? 0;
    const withAccount = directory.refusedWithAccount['no-email'] ?? 0;
    const { withoutEmail } = directory;
    const values = { absent, withAccount, withoutEmail };
    if (absent > 0)
      return fail(
        withWho(
          withAccount === 0
            ? '{absent, plural, one {# person is} other {# people are}} refused because {product} gets no e-mail of them.'
            : '{absent, plural, one {# person is} other {# people are}} refused because {product} gets no e-mail of them; {withAccount, plural, one {# of them has} other {# of them have}} an account today.',
        ),
        values,
        {
          headline: headlineOf(
            directory,
            '{absent, plural, one {# person} other {# people}} would be refused for want of an e-mail',
            values,
          ),
          fix: emailFilledIn,
        },
      );
    if (withoutEmail > 0)
      return warn(
        withWho(
          '{withoutEmail, plural, one {# person has} other {# people have}} no e-mail, and nobody is refused for that.',
        ),
        values,
        {
          severity: 'advice',
          why: { text: 'They get no mail from {product}.', values: {} },
          handOver: null,
        },
      );
    return passIfTold(everybodyTold, 'Everybody has one.');
  },
});

/** Whether any claim of the field is one that Casdoor issues at all, as far as that is known. */
const isIssued = (mapping: Mapping, target: Target, application: ApplicationConfiguration): boolean => {
  const format = tokenFormatOf(application.tokenFormat);
  const asked = claimsAsked(mapping, target).find(({ field }) => field === 'email');
  if (format === undefined || asked === undefined) return true;
  return findAsked(asked, format, application).some(({ place }) => place.how !== 'absent');
};
