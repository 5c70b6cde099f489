import { dayOf, daysBetween } from '../date-words';
import { defineCheck, pass, warn } from '../define-check';
import { ownWords } from '../say';

/** Days in which a licence can be bought in most companies. */
const limit = 30;

export const pluginLicenceExpiresSoon = defineCheck({
  id: 'plugin-licence-expires-soon',
  area: 'plugin',
  title: 'Time left for the licence of the plugin',
  heading: 'The licence of the plugin ends soon',
  severity: 'advice',
  needs: ['pluginStanding'],
  after: ['plugin-licence-invalid'],
  why: 'After that day the plugin signs nobody in.',
  fix: 'Renew its licence under “Manage apps” of {product}.',
  evaluate({ pluginStanding: { licence, name } }, { now }) {
    const ends = licence?.expiresAt ?? null;
    if (ends === null) return pass();
    const days = daysBetween(now, ends);
    const values = { name, until: ownWords(dayOf(ends)), days };
    if (days >= limit) return pass('The licence of {name} holds until {until}.', values);
    return warn('The licence of {name} holds until {until}.', values, {
      heading: {
        text: 'The licence of the plugin ends {days, plural, =0 {today} one {in # day} other {in # days}}',
        values: {},
      },
    });
  },
});
