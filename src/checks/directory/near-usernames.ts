import { defineCheck, pass, warn } from '../define-check';
import { withWho } from './harm';

/** Equal to the eye and not to the plugin: a Cyrillic letter, an accent in one sign or in two, a space that has no width. */
export const nearUsernames = defineCheck({
  id: 'near-usernames',
  area: 'directory',
  title: 'Usernames that look alike',
  heading: 'Usernames differ by what the eye does not see',
  severity: 'advice',
  needs: ['directory'],
  why: 'They get accounts of their own, and whoever gives one of them a right can take it for the other.',
  fix: 'In Casdoor open Users and look whether these are one person twice, or somebody who passes for another.',
  evaluate({ directory }) {
    const { people, names } = directory.nearUsernames;
    if (people === 0) return pass();
    return warn(
      withWho(
        '{people, plural, one {# person has a username} other {# people have usernames}} that differ from another by what the eye does not see: {names, plural, one {# name} other {# names}} in all.',
      ),
      { people, names },
    );
  },
});
