import { readJavaPattern } from '../../mapping/java-pattern';
import { javaDoubtTexts } from '../../mapping/java-pattern-reasons';
import { rulesOf } from '../../mapping/rules-of';
import { defineCheck, fail, notApplicable, pass } from '../define-check';

/** Whether Java, in which the plugin runs, compiles the regular expressions of the mapping. */
export const regexInvalid = defineCheck({
  id: 'regex-invalid',
  area: 'mapping',
  title: 'Regular expressions of the mapping',
  heading: 'Java refuses the regular expression',
  severity: 'blocker',
  needs: [],
  asks: ['mapping'],
  why: 'The plugin cannot run it, so it is not certain under which name anybody gets into {product}, or whether they do.',
  fix: 'In the plugin correct the regular expression, or switch it off.',
  evaluate(_facts, { mapping, target }) {
    if (mapping === null) return notApplicable('There is no mapping.');
    const { usernamePattern, groupPattern } = rulesOf(mapping, target.plugin);
    const written = [
      { label: 'Apply regular expression on username field', pattern: usernamePattern },
      { label: 'the regular expression of User Groups', pattern: groupPattern },
    ].flatMap(({ label, pattern }) => (pattern === null ? [] : { label, pattern, read: readJavaPattern(pattern) }));
    if (written.length === 0) return notApplicable('The mapping has no regular expression.');
    for (const { label, pattern, read } of written)
      if (read.kind === 'refused')
        return fail(
          'In {label}, {pattern} is refused by Java at character {character}: {reason}',
          { label, pattern, character: read.problem.index + 1, reason: read.problem.text },
          { copy: [{ label, text: pattern }] },
        );
    const unsure = written.find(({ read }) => read.kind === 'not-certain');
    return unsure?.read.kind === 'not-certain'
      ? pass('Java is not known to refuse {pattern}. What it makes of usernames cannot be told here: {reason}', {
          pattern: unsure.pattern,
          reason: javaDoubtTexts[unsure.read.because],
        })
      : pass();
  },
});
