import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { withWho } from './harm';

/** Casdoor 3.158 refuses, after the password, whoever has none of the tags of an application that has some. */
export const userTagUnlisted = defineCheck({
  id: 'user-tag-unlisted',
  area: 'directory',
  title: 'Tags of the application',
  heading: 'The tags of the application keep people out',
  severity: 'serious',
  needs: ['directory'],
  uses: ['application'],
  why: 'Casdoor takes their password and then says that their tag is not listed: they cannot get into {product} by it.',
  fix: 'In Casdoor give these people one of the tags of {application} (their “Tag”), or take the tags out of {application}.',
  evaluate({ directory, application }) {
    const { people, withAccount } = directory.outsideTags;
    if (people === 0)
      return application !== undefined && (application.tags ?? []).length > 0
        ? pass('Everybody has one of the tags of the application.')
        : notApplicable('The application takes people whatever their tag.');
    const values = { people, withAccount, everybody: directory.people };
    const text =
      people === directory.people
        ? 'Nobody has one of the tags of {application}, so it lets in none of {everybody, plural, one {# person} other {# people}}.'
        : 'Of {everybody} people {people, plural, one {# has} other {# have}} none of the tags of {application}, and {withAccount, plural, =0 {none of them has} one {# of them has} other {# of them have}} an active account in {product}.';
    // Whoever is not meant to get in and has no account loses nothing.
    const isHarm = withAccount > 0 || people === directory.people;
    return fail(withWho(text), values, isHarm ? {} : { severity: 'advice' });
  },
});
