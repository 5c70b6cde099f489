import { isLiteral } from '../../mapping/username-expression';
import { defineCheck, fail, pass } from '../define-check';

/** In Atlassian's own SSO the username is an expression: `${claim}` is filled in, everything else stands for itself. */
export const usernameLiteral = defineCheck({
  id: 'username-literal',
  area: 'mapping',
  title: 'Username expression',
  heading: 'The username names no claim',
  severity: 'blocker',
  needs: [],
  asks: ['mapping'],
  appliesTo: ({ target }) =>
    target.plugin === 'atlassian-dc' ? null : 'Only SSO for Atlassian Data Center has an expression here.',
  why: 'Everybody who signs in is taken for one account of that very name. {product} says that a sign-in was received for it, and that the user does not exist.',
  fix: 'Put this into the field “Username mapping” of the plugin:',
  evaluate(_facts, { mapping }) {
    const username = mapping?.username ?? '';
    if (!isLiteral(username)) return pass();
    const name = username.trim().replace(/^[${\s]+|[}\s]+$/g, '');
    const expected = `\${${name === '' ? 'sub' : name}}`;
    return fail(
      'Under “Username mapping” stands {username}. Without {braces} around it, it is taken as it is written.',
      { username: username === '' ? 'nothing' : username, braces: '${…}' },
      {
        headline: { text: 'Everybody would be one and the same user', values: {} },
        copy: [{ label: 'Username mapping', text: expected }],
        detail: {
          kind: 'comparison',
          expectedLabel: 'The claim',
          expected,
          actualLabel: 'Given',
          actual: username,
        },
      },
    );
  },
});
