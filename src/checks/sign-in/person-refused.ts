import type { Mapping, Trail, TrailField } from '../../contract/mapping';
import { claimsOf } from '../../mapping/claim-table';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { isBlank } from '../../mapping/field-reading';
import { isWithheld } from '../../mapping/read-claim';
import { recommendedFor } from '../../mapping/recommended-mapping';
import { rulesOf } from '../../mapping/rules-of';
import { type SignedIn, signedInPerson } from '../../mapping/signed-in-person';
import { isLiteral } from '../../mapping/username-expression';
import { defineCheck, fail, type Judgement, notApplicable, pass, warn } from '../define-check';
import type { ApplicationConfiguration, Given } from '../evidence';
import { claimsAsked, placeOf, tokenOptions } from '../mapping/claims-asked';
import { ownWords } from '../say';
import { asksBeside, signatureCauses } from './way-back';

/** A token that holds is no use to somebody whom the plugin makes nobody of: the mapping decides that, not Casdoor. */
export const personRefused = defineCheck({
  id: 'person-refused',
  area: 'sign-in',
  title: 'Whether the plugin lets this person in',
  heading: 'The plugin would not let this person in',
  severity: 'serious',
  needs: ['idToken'],
  uses: ['claimsLook', 'application'],
  after: [
    ...signatureCauses,
    'token-issuer-mismatch',
    'token-audience-mismatch',
    'token-algorithm-unsupported',
    'token-expired',
    'token-not-yet-valid',
    'token-subject-missing',
  ],
  repeats: [
    'scope-too-narrow',
    'username-literal',
    'claim-never-issued',
    'claim-nested',
    'claim-wrong-type',
    'username-absent',
    'expression-literal',
    'group-claim-missing',
    'regex-invalid',
  ],
  why: 'Casdoor lets this person in, and {product} turns them away. Others in whose claims the same is lacking are turned away, too.',
  fix: 'Choose claims that everybody has, or fill in in Casdoor under Users what this person lacks.',
  evaluate({ idToken, claimsLook, application }, given) {
    const { target, patterns } = given;
    // A warning where a plugin may overlook it; the claims may be somebody else's all the same.
    if (idToken.nonce !== 'same')
      return notApplicable('The token may be of another sign-in, which is another finding.');
    const mapping = given.mapping ?? recommendedFor(target.plugin, application?.tokenFormat ?? null);
    const beside = claimsLook?.kind === 'claims' && claimsLook.subject === idToken.subject ? claimsLook : null;
    if (beside === null && asksBeside({ ...given, mapping }, claimsLook, idToken) === 'always')
      return notApplicable('What the plugin reads beside the token did not come, which is another finding.');
    const came = {
      claims: { id_token: idToken.claims, ...(beside && { [beside.source]: beside.claims }) },
      withheld: [...idToken.withheld, ...(beside?.withheld ?? [])],
    };
    const signedIn = signedInPerson(came, mapping, target, patterns);
    if (signedIn === null) return notApplicable('No claims came.');
    const { person, asNew, key, standing } = signedIn;
    if (person.outcome === 'barred')
      return fail('{reason}', reasonOf(person), {
        heading: { text: 'Casdoor calls this person forbidden or deleted', values: {} },
        headline: { text: 'Somebody came in who is forbidden in Casdoor', values: {} },
        why: { text: 'Casdoor lets nobody in whom it calls so: the next sign-in fails.', values: {} },
        fix: {
          text: 'In Casdoor open Users → the person, and switch off “Is forbidden” and “Is deleted” if they are to get in.',
          values: {},
        },
      });
    if (standing === 'turned-away' && given.mapping === null)
      return fail('{reason} That is by the recommended mapping, since none was given.', reasonOf(person), {
        heading: { text: 'By the recommended mapping the plugin would not let this person in', values: {} },
        headline: {
          text: 'The sign-in worked, and by the recommended mapping {product} would not let this person in',
          values: {},
        },
        fix: {
          text: 'If the plugin has another mapping, give that one. Else choose claims that everybody has, or fill in in Casdoor under Users what this person lacks.',
          values: {},
        },
      });
    if (standing === 'turned-away')
      return isForEverybody(signedIn, given, mapping, application)
        ? fail('{reason}', reasonOf(person), {
            severity: 'blocker',
            heading: { text: 'The plugin would let nobody in', values: {} },
            headline: { text: 'The sign-in worked, and {product} would let nobody in', values: {} },
            why: {
              text: 'What is wrong is the same in everybody’s claims, so nobody gets into {product}.',
              values: {},
            },
            fix: { text: 'Choose another claim for the field of the plugin that names this one.', values: {} },
          })
        : fail('{reason}', reasonOf(person), {
            headline: { text: 'The sign-in worked, and {product} would not let this person in', values: {} },
          });
    if (standing === 'not-certain') return doubtOf(signedIn, came.withheld, given, mapping);
    if (asNew.outcome === 'refused')
      return warn('{reason}', reasonOf(asNew), {
        severity: 'advice',
        heading: { text: 'The person gets in only with an account that is there already', values: {} },
        why: {
          text: '{product} makes no account for this person, and its own accounts were not looked at.',
          values: {},
        },
        fix: {
          text: 'Look in {product} whether this person has an account, or fill in what is lacking in Casdoor under Users.',
          values: {},
        },
      });
    return pass(
      given.mapping === null
        ? 'Nothing in the claims turns away {person}, by the recommended mapping, since none was given. Whether {product} has such an account was not looked up.'
        : 'Nothing in the claims turns away {person}. Whether {product} has such an account was not looked up.',
      { person: String(key.value) },
    );
  },
});

const reasonOf = ({ reasons }: Trail) => ({ reason: ownWords(reasons.join(' ')) });

/** Whether the person gets in hangs on something that the rules of the plugin, or what was seen, leave open. */
const doubtOf = (
  { person, key }: SignedIn,
  withheld: readonly string[],
  { target, mapping: chosen }: Given,
  mapping: Mapping,
): Judgement => {
  const { allowedDomains, usernamePattern } = rulesOf(mapping, target.plugin);
  const isLimited = allowedDomains.length > 0;
  const doubted = person.fields.filter(
    (field) =>
      (!field.certain || isBlank(field.value)) &&
      (field.field === key.field ||
        (field.field === 'username' && target.plugin !== 'miniorange-cloud') ||
        (field.field === 'email' && isLimited)),
  );
  // What was withheld came, and what the plugin reads has a value: that is no reason to take it for a fault.
  const isByPattern =
    usernamePattern !== null && doubted.some(({ field, value }) => field === 'username' && !isBlank(value));
  const isHarmless = doubted.length > 0 && doubted.every((field) => !isBlank(field.value) || isUnseen(field, withheld));
  return warn('{reason}', reasonOf(person), {
    severity: isHarmless || chosen === null ? 'advice' : 'serious',
    why: { text: 'The person may be turned away, or be taken for somebody else.', values: {} },
    ...(doubted.length === 0
      ? {
          heading: { text: 'Whether the plugin lets this person in is not certain', values: {} },
          headline: {
            text: 'The sign-in worked, and whether {product} would let this person in is not certain',
            values: {},
          },
          fix: {
            text: 'In the plugin open Sign In Settings, and write each domain in “Allowed Domains” as it stands in the e-mails, with its capitals and without blanks.',
            values: {},
          },
        }
      : {
          heading: { text: 'Whom the plugin would take this person for is not certain', values: {} },
          headline: {
            text: 'The sign-in worked, and whom {product} would take this person for is not certain',
            values: {},
          },
          fix: {
            text: isByPattern
              ? 'In the plugin write the regular expression so that it is certain what it makes of a username.'
              : 'Choose a claim that comes once, at the top level, as a text.',
            values: {},
          },
        }),
  });
};

/** Claims that a field was to be read from and that were not seen. */
const unseenIn = ({ steps }: TrailField) =>
  steps.flatMap(({ kind, label, value }) => (kind === 'claim' && value === null ? [label] : []));

const isUnseen = (field: TrailField, withheld: readonly string[]) =>
  unseenIn(field).some((claim) => isWithheld(claim) || withheld.includes(claim));

/**
 * Whether what turns this person away does so with everybody: the mapping names no claim, or one that no token of this
 * format carries where the plugin looks, or one of another kind than the field needs. Else it may be the person's own.
 */
const isForEverybody = (
  { person, key }: SignedIn,
  { target, scopes }: Given,
  mapping: Mapping,
  application: ApplicationConfiguration | undefined,
): boolean => {
  const isExpression = target.plugin === 'atlassian-dc';
  if (isExpression && isLiteral(mapping.username)) return true;
  // In the order in which a plugin reads; only Atlassian's own SSO refuses for want of other fields.
  const blamed = person.fields.find(
    (field) => field.certain && isBlank(field.value) && (isExpression || field.field === key.field),
  );
  const format = application && tokenFormatOf(application.tokenFormat);
  if (blamed === undefined) return false;
  const unseen = unseenIn(blamed);
  // Each claim came, so it is their kind that does not do; the same claim is of the same kind for everybody.
  if (unseen.length === 0) return isExpression;
  if (application === undefined || format === undefined) return false;
  const sources = claimsAsked(mapping, target).flatMap((asked) =>
    asked.field === blamed.field || (blamed.field === 'fullName' && /Name$/.test(asked.field)) ? asked.sources : [],
  );
  return unseen.some((claim) =>
    sources.every((source) => {
      const { how } = placeOf(claim, claimsOf(source, format, { ...tokenOptions(application), scopes }));
      return how === 'absent' || (how !== 'top' && target.plugin !== 'miniorange');
    }),
  );
};
