import { rulesOf } from '../../mapping/rules-of';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { headlineOf, withWho } from '../directory/harm';

/** Whether the regular expression of the username finds anything (rule 4 of miniOrange: no match leaves it as it is). */
export const regexUnmatched = defineCheck({
  id: 'regex-unmatched',
  area: 'mapping',
  title: 'What the regular expression finds',
  heading: 'The regular expression matches usernames of some people only',
  severity: 'advice',
  needs: ['people', 'usernamePattern'],
  asks: ['mapping'],
  after: ['regex-invalid', 'username-absent'],
  why: 'Where nothing matches, the plugin takes the username as it is, so these people get another form of it than the others.',
  fix: 'In the plugin correct “Apply regular expression on username field”, or switch it off.',
  ofEverybody(directory, { mapping, target }) {
    const trial = directory.usernamePattern;
    const pattern = rulesOf(mapping ?? {}, target.plugin).usernamePattern;
    if (trial === null || pattern === null) return null;
    const { matched, unmatched } = trial;
    const values = { pattern, unmatched, tried: matched + unmatched };
    if (unmatched === 0)
      return values.tried === 0 ? notApplicable('There was no username that could be tried.') : pass();
    if (matched > 0) return fail(withWho('{pattern} matches nothing in {unmatched} of {tried} usernames.'), values);
    return fail('{pattern} matches nothing in any of {tried, plural, one {# username} other {# usernames}}.', values, {
      ...matchesNobody,
      headline: headlineOf(directory, 'The regular expression matches no username'),
    });
  },
  evaluate({ people, usernamePattern: trial }) {
    if (trial.kind === 'none') return notApplicable('The mapping has no regular expression for the username.');
    if (trial.kind === 'not-run')
      return notApplicable('The regular expression cannot be run here as Java would run it.');
    const { pattern, usernames } = trial;
    const told = usernames.filter(({ certain }) => certain);
    if (told.length === 0) return notApplicable('No username was seen that could be tried.');
    const unmatched = told.filter(({ isMatch }) => !isMatch);
    const [example] = unmatched;
    if (example === undefined) return pass();
    const values = {
      pattern,
      example: example.before,
      unmatched: unmatched.length,
      seen: told.length,
      total: people.total,
    };
    const detail = {
      kind: 'list' as const,
      label: 'Nothing matches',
      items: unmatched.slice(0, 10).map(({ before }) => ({ text: before })),
    };
    if (unmatched.length < told.length)
      return fail('{pattern} matches nothing in {unmatched} of the {seen} usernames seen, such as {example}.', values, {
        detail,
      });
    return fail('{pattern} matches nothing in any of the {seen} usernames seen, such as {example}.', values, {
      detail,
      ...matchesNobody,
    });
  },
});

const matchesNobody = {
  severity: 'serious',
  heading: { text: 'The regular expression matches no username', values: {} },
  why: {
    text: 'The plugin takes every username as it is, so people get other accounts than the pattern is meant for.',
    values: {},
  },
} as const;
