import { defineCheck, fail, warn } from '../define-check';
import { headlineOf, passIfTold, withWho } from './harm';
import { keyOf } from './remedies';

/** One e-mail of several people or accounts: where people are found by it, the sign-in fails or finds somebody else. */
export const emailCollision = defineCheck({
  id: 'email-collision',
  area: 'directory',
  title: 'One e-mail for each person',
  heading: 'Several people have the same e-mail',
  severity: (given) => (keyOf(given) === 'email' ? 'serious' : 'advice'),
  needs: ['directory'],
  uses: ['everybodyTold'],
  why: 'People are found by their e-mail: with one that several have, the sign-in fails or finds somebody else’s account.',
  fix: 'In Casdoor open Users and give each of these people an e-mail of their own.',
  evaluate({ directory, everybodyTold }, given) {
    const { people: sharing, emails } = directory.sharedEmails;
    const { collides } = directory.outcomes;
    if (keyOf(given) === 'email') {
      if (collides === 0) return passIfTold(everybodyTold, 'No e-mail leads to more than one person or account.');
      return fail(
        withWho(
          '{collides, plural, one {# person has} other {# people have}} an e-mail that leads to more than one person or account.',
        ),
        { collides },
        {
          headline: headlineOf(
            directory,
            '{collides, plural, one {# person} other {# people}} would not be told from others',
            {
              collides,
            },
          ),
        },
      );
    }
    if (sharing === 0) return passIfTold(everybodyTold, 'No two people have the same e-mail.');
    return warn(
      withWho(
        '{sharing, plural, one {# person has} other {# people have}} an e-mail that somebody else has too: {emails, plural, one {# e-mail} other {# e-mails}} in all.',
      ),
      { sharing, emails },
      {
        why: {
          text: 'They are found by their usernames, so each gets in. Mail about the one reaches the other, and {product} may refuse a second account with the same e-mail.',
          values: {},
        },
      },
    );
  },
});
