import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { headlineOf, withWho } from './harm';

/** Signed in is not the same as able to work: Jira opens to members of the groups that its applications name. */
export const noApplicationAccess = defineCheck({
  id: 'no-application-access',
  area: 'directory',
  title: 'Who may use Jira once signed in',
  heading: 'Some people would get in and could do nothing',
  severity: 'serious',
  needs: ['directory'],
  repeats: ['group-prefix', 'groups-emptied'],
  why: 'They are in no group that may use {product}, so after the sign-in they see a page that says so, or the customer portal alone.',
  fix: 'In {product} open Administration → Applications → Application access and add a group that these people are in.',
  evaluate({ directory }, { target }) {
    const without = directory.noApplicationAccess;
    if (without === null) return notApplicable('Which groups may use {product} cannot be told.');
    if (without === 0) return pass('Everybody who gets in may use it.');
    // Customers of a portal are without access today, and are to be.
    const today = directory.noAccessToday ?? 0;
    const worse = without - today;
    const values = { without, worse, today };
    if (worse <= 0)
      return fail(
        withWho(
          '{without, plural, one {# person} other {# people}} would be in no group that may use {product}, as today.',
        ),
        values,
        { severity: 'advice' },
      );
    return fail(
      withWho(
        worse < without
          ? '{worse, plural, one {# person} other {# people}} would get in and be in no group that may use {product}, beside {today} who are in none today.'
          : '{worse, plural, one {# person} other {# people}} would get in and be in no group that may use {product}.',
      ),
      values,
      {
        headline: headlineOf(
          directory,
          '{worse, plural, one {# person} other {# people}} would get in and could do nothing',
          values,
        ),
        ...(target.plugin === 'miniorange' && {
          fix: {
            text: 'In the plugin open User Groups and choose under “Default Group” a group that may use {product}.',
            values: {},
          },
        }),
      },
    );
  },
});
