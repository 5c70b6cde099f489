import { dayOf } from '../date-words';
import { defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';
import { driftDetail } from './drift-words';

export const pluginDrifted = defineCheck({
  id: 'plugin-drifted',
  area: 'plugin',
  title: 'Settings as they were applied',
  heading: '{called} is not set as it was applied',
  severity: 'serious',
  needs: ['pluginDrift'],
  why: 'Sign-ins go by what is set now, which nobody has checked and no dry run has tried.',
  fix: 'Write the settings again in the step Apply, or accept in the step Watch what is there now.',
  evaluate({ pluginDrift }) {
    const { called, changes, since, who } = pluginDrift;
    const values = {
      called: ownWords(called),
      count: changes.length,
      label: changes[0]?.label ?? '',
      since: ownWords(dayOf(since)),
      who,
    };
    if (changes.length === 0) return pass('It is as {who} applied it on {since}.', values);
    const detail = driftDetail(pluginDrift);
    return fail(
      changes.length === 1
        ? '{label} differs from what {who} applied on {since}.'
        : '{count} fields differ from what {who} applied on {since}; {label} is one of them.',
      values,
      {
        headline: { text: '{called} is not set as it was applied', values },
        ...(detail === null ? {} : { detail }),
      },
    );
  },
});
