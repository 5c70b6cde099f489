import { defineCheck, fail, notApplicable } from '../define-check';
import { headlineOf, passIfTold, withWho } from './harm';
import { keyOf, otherClaim } from './remedies';

/** Names are compared without regard to capitals, as Jira and Confluence do. */
export const usernameCollision = defineCheck({
  id: 'username-collision',
  area: 'directory',
  title: 'One account for each person',
  heading: 'Several people would share one account',
  severity: 'serious',
  needs: ['directory'],
  uses: ['everybodyTold'],
  repeats: ['username-literal', 'username-constant', 'username-mutable', 'regex-invalid'],
  why: 'Whoever signs in second works as somebody else, with that person’s rights and in that person’s name.',
  fix: 'In the plugin choose a claim that is different for everybody: the step Mapping ranks them.',
  evaluate({ directory, everybodyTold }, given) {
    if (keyOf(given) === 'email') return notApplicable('People are found by their e-mail.');
    const { people, accounts } = directory.collisions;
    const values = { people: Math.max(people, directory.outcomes.collides), accounts };
    if (values.people === 0) return passIfTold(everybodyTold, 'No two people get the same username.');
    return fail(
      withWho(
        accounts === 0
          ? '{people, plural, one {# person ends} other {# people end}} at the username of somebody else.'
          : '{people, plural, one {# person} other {# people}} would share {accounts, plural, one {# account} other {# accounts}}: their usernames are the same once mapped, capitals aside.',
      ),
      values,
      {
        headline: headlineOf(directory, '{people} people would share an account with somebody', values),
        fix: otherClaim(given),
      },
    );
  },
});
