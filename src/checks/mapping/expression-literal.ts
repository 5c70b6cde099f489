import { isLiteral } from '../../mapping/username-expression';
import { defineCheck, fail, pass } from '../define-check';
import { claimsAsked } from './claims-asked';

/** E-mail and display name of Atlassian's own SSO are expressions, too; groups are a bare claim name. */
export const expressionLiteral = defineCheck({
  id: 'expression-literal',
  area: 'mapping',
  title: 'Expressions for e-mail and name',
  heading: 'A field would be the same for everybody',
  severity: 'serious',
  needs: [],
  asks: ['mapping'],
  appliesTo: ({ target }) =>
    target.plugin === 'atlassian-dc' ? null : 'Only SSO for Atlassian Data Center has expressions here.',
  why: 'Each new account in {product} gets the very text that stands there, and not the value of the person.',
  fix: 'Put this into the field {label} of the plugin:',
  evaluate(_facts, { mapping, target }) {
    if (mapping === null) return pass();
    const name =
      'fullName' in mapping.name ? mapping.name.fullName : `${mapping.name.firstName} ${mapping.name.lastName}`;
    const labelOf = (field: string) =>
      claimsAsked(mapping, target).find((asked) => asked.field === field)?.label ?? field;
    const literal = [
      { label: labelOf('email'), written: mapping.email },
      { label: labelOf('fullName'), written: name },
    ].find(({ written }) => written.trim() !== '' && isLiteral(written));
    if (literal)
      return fail(
        'Under {label} stands {written}. Without {braces} around a claim it is taken as it is written.',
        { ...literal, braces: '${…}' },
        { copy: [{ label: literal.label, text: `\${${literal.written.trim()}}` }] },
      );
    const bare = /^\$\{([^{}]*)\}$/.exec(mapping.groups?.trim() ?? '')?.[1];
    if (bare === undefined) return pass();
    return fail(
      'Under {label} stands {written}. Other than the rest it is the bare name of a claim, without {braces}.',
      { label: labelOf('groups'), written: mapping.groups ?? '', braces: '${…}' },
      {
        severity: 'blocker',
        heading: { text: 'The groups claim is written as an expression', values: {} },
        why: { text: 'The plugin finds no claim of that name, and refuses every sign-in.', values: {} },
        copy: [{ label: labelOf('groups'), text: bare }],
      },
    );
  },
});
