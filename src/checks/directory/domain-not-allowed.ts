import { rulesOf } from '../../mapping/rules-of';
import { defineCheck, fail, notApplicable } from '../define-check';
import { headlineOf, passIfTold, withWho } from './harm';
import { domainAllowed } from './remedies';

/** “Allowed Domains” of miniOrange, which counts capitals (rule 9). */
export const domainNotAllowed = defineCheck({
  id: 'domain-not-allowed',
  area: 'directory',
  title: 'Domains that the plugin allows',
  heading: 'The e-mail of some people is of no allowed domain',
  severity: 'serious',
  needs: ['directory'],
  uses: ['everybodyTold'],
  why: 'The plugin refuses whoever has an e-mail of another domain than those under “Allowed Domains”, and capitals count.',
  fix: 'In the plugin open Sign In Settings and put every domain of your people into “Allowed Domains”, separated by `;` and with their capitals.',
  evaluate({ directory, everybodyTold }, { mapping, target }) {
    const { allowedDomains } = rulesOf(mapping ?? {}, target.plugin);
    const kept = directory.refused.domain ?? 0;
    const withAccount = directory.refusedWithAccount.domain ?? 0;
    if (allowedDomains.length === 0 && kept === 0) return notApplicable('Every domain is allowed.');
    if (kept === 0) return passIfTold(everybodyTold, 'Everybody’s domain is allowed.');
    const values = { kept, withAccount };
    return fail(
      withWho(
        withAccount === 0
          ? '{kept, plural, one {# person is} other {# people are}} refused for the domain of their e-mail.'
          : '{kept, plural, one {# person is} other {# people are}} refused for the domain of their e-mail; {withAccount, plural, one {# of them has} other {# of them have}} an account today.',
      ),
      values,
      {
        headline: headlineOf(
          directory,
          '{kept, plural, one {# person} other {# people}} would be refused for the domain of their e-mail',
          values,
        ),
        fix: domainAllowed,
        ...(allowedDomains.length > 0 && {
          detail: {
            kind: 'list' as const,
            label: 'Allowed domains',
            items: allowedDomains.map((text) => ({ text })),
          },
        }),
      },
    );
  },
});
