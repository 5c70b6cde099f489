import { defineCheck, fail, notApplicable, pass } from '../define-check';

/** Whether what the regular expression makes of usernames is what it is meant for; capture groups are joined (rule 4). */
export const regexChangesLittle = defineCheck({
  id: 'regex-changes-little',
  area: 'mapping',
  title: 'What the regular expression makes of usernames',
  heading: 'The regular expression keeps or drops more than it seems',
  severity: 'advice',
  needs: ['usernamePattern'],
  asks: ['mapping'],
  after: ['regex-invalid', 'regex-unmatched'],
  why: 'Accounts are looked for under what it makes of a username, so a part too much or too little leads to another account.',
  fix: 'In the plugin put brackets around exactly the part to keep in “Apply regular expression on username field”, or switch it off.',
  evaluate({ usernamePattern: trial }) {
    if (trial.kind === 'none') return notApplicable('The mapping has no regular expression for the username.');
    if (trial.kind === 'not-run')
      return notApplicable('The regular expression cannot be run here as Java would run it.');
    const { pattern, usernames } = trial;
    const matched = usernames.filter(({ certain, isMatch }) => certain && isMatch);
    const [first] = matched;
    if (first === undefined) return notApplicable('It matches no username that was seen.');
    const detail = {
      kind: 'list' as const,
      label: 'Usernames, and what becomes of them',
      items: matched.slice(0, 10).map(({ before, after }) => ({ text: before, note: `becomes ${after}` })),
    };
    const values = { pattern, seen: matched.length, before: first.before, after: first.after };
    if (matched.every(({ before, after }) => before === after))
      return fail('{pattern} matches {seen} usernames and changes none of them, such as {before}.', values, { detail });
    // What is left of a name must stand in it in one piece; else capture groups were joined across a gap.
    const glued = matched.find(({ before, after }) => !before.includes(after));
    if (glued === undefined) return pass();
    return fail(
      '{pattern} makes {after} of {before}: what its brackets find is joined, and what stands between is dropped.',
      { ...values, before: glued.before, after: glued.after },
      { detail },
    );
  },
});
