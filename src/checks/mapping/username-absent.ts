import type { Mapping } from '../../contract/mapping';
import type { Target } from '../../contract/target';
import { claimsOf } from '../../mapping/claim-table';
import { claimsFromDirectory, tokenFormatOf } from '../../mapping/claims-from-directory';
import { mapPerson } from '../../mapping/map-person';
import { cannotTell, defineCheck, fail, type Judgement, notApplicable, pass } from '../define-check';
import { headlineOf, withWho } from '../directory/harm';
import type { ApplicationConfiguration, Given } from '../evidence';
import { claimsAsked, daySeen, placeOf, seenAs, tokenOptions } from './claims-asked';

/** People named in a finding; the Directory step shows all. */
const shown = 10;

/** What the plugin would read for the people of the directory's first page. Whoever is not on it was not looked at. */
export const usernameAbsent = defineCheck({
  id: 'username-absent',
  area: 'mapping',
  title: 'A username for everybody seen',
  heading: 'Some people would have no username',
  severity: 'serious',
  needs: ['application', 'people'],
  asks: ['mapping'],
  after: ['username-literal', 'username-constant', 'token-format-unknown', 'organization-empty'],
  why: 'The plugin cannot tell who they are, and refuses them.',
  fix: 'Choose a claim that everybody has, or fill in the missing values in Casdoor under Users.',
  handOver:
    'At {address} {absent} of the {seen} people I looked at have nothing under what {product} takes as username, {claim}. Can you fill it in for them?',
  ofEverybody(directory, given, { application }) {
    const { people, outcomes, refused, withoutUsername } = directory;
    const { mapping } = given;
    const none = application === undefined ? null : whyNone(application, given);
    if (mapping === null || none !== null) return none;
    const absent = refused['no-username'] ?? 0;
    const couldSignIn = people - outcomes.barred;
    const values = { absent, seen: couldSignIn, claim: mapping.username, day: daySeen(given.seen) };
    if (absent === 0) {
      // Where people are found by e-mail it is not known whether the plugin needs a username, so it is not certain.
      return withoutUsername > 0 || people === 0
        ? cannotTell('everybodyTold')
        : pass('Each of {seen} people has one.', values);
    }
    if (absent < couldSignIn)
      return fail(withWho('{claim} is empty for {absent} of {seen} people.'), values, {
        headline: headlineOf(
          directory,
          '{absent, plural, one {# person} other {# people}} would be refused for want of a username',
          values,
        ),
      });
    if (wasSeen(given, mapping))
      return fail(
        '{claim} is empty for all {seen} people in the directory, and was seen in a sign-in on {day}.',
        values,
      );
    return fail('{claim} is empty for all {seen} people.', values, { severity: 'blocker', ...nobodyGetsIn });
  },
  evaluate({ application, people }, given) {
    const { mapping, target, scopes, clientId, seen } = given;
    const none = whyNone(application, given);
    if (mapping === null || none !== null) return none ?? unknownToken;
    const isSeen = wasSeen(given, mapping);
    const read = people.users.flatMap((person) => {
      const { bySource, untold } = claimsFromDirectory(person, application, { scopes, clientId, issuer: null });
      const trail = mapPerson(bySource, mapping, target, 'unknown', { untold });
      // Whom Casdoor lets in nowhere needs no username.
      if (trail.outcome === 'barred') return [];
      const username = trail.fields.find(({ field }) => field === 'username');
      return [{ name: String(person.name ?? ''), username }];
    });
    if (read.length === 0) return notApplicable('Nobody was seen who could sign in.');
    const absent = read.filter(
      ({ username }) => username?.certain === true && (username.value === null || String(username.value).trim() === ''),
    );
    const values = {
      day: daySeen(seen),
      absent: absent.length,
      seen: read.length,
      total: people.total,
      claim: mapping.username,
    };
    if (absent.length === 0)
      return pass(
        people.total > people.users.length
          ? 'Each of the first {seen} of {total} people has one.'
          : 'Each of the {seen} people has one.',
        values,
      );
    const detail = {
      kind: 'list' as const,
      label: 'Without a username',
      items: absent.slice(0, shown).map(({ name }) => ({ text: name })),
    };
    // Whoever signed in had one, so it is not everybody.
    if (absent.length === read.length && isSeen)
      return fail(
        '{claim} is empty for each of the {seen} people who were looked at, and was seen in a sign-in on {day}.',
        values,
        { detail },
      );
    if (absent.length === read.length)
      return fail(
        people.total > people.users.length
          ? '{claim} is empty for all of the first {seen} of {total} people.'
          : '{claim} is empty for all {seen} people.',
        values,
        {
          severity: 'blocker',
          heading: { text: 'Nobody that was seen would have a username', values: {} },
          why: nobodyGetsIn.why,
          detail,
        },
      );
    return fail(
      people.total > people.users.length
        ? '{claim} is empty for {absent} of the first {seen} of {total} people. The others were not looked at.'
        : '{claim} is empty for {absent} of {seen} people.',
      values,
      { detail },
    );
  },
});

const nobodyGetsIn = {
  heading: { text: 'Nobody would have a username', values: {} },
  why: { text: 'The plugin cannot tell who signs in, so nobody gets into {product}.', values: {} },
};

const unknownToken = notApplicable('What a token carries is not known.');

const usernameAsked = (mapping: Mapping, target: Target) =>
  claimsAsked(mapping, target).find(({ field }) => field === 'username');

const wasSeen = ({ target, seen }: Given, mapping: Mapping): boolean => {
  const asked = usernameAsked(mapping, target);
  return (
    asked?.claims.every((claim) =>
      asked.sources.some((source) => (seenAs(seen, source, claim) ?? 'empty') !== 'empty'),
    ) ?? false
  );
};

/** Why it is not for this check to say; null where it is. A claim that nobody gets is a finding of its own. */
const whyNone = (application: ApplicationConfiguration, given: Given): Judgement | null => {
  const { mapping, target, scopes, seen } = given;
  const format = tokenFormatOf(application.tokenFormat);
  const asked = mapping === null ? undefined : usernameAsked(mapping, target);
  if (mapping === null || asked === undefined || format === undefined) return unknownToken;
  // Never issued, nested, or without its scope.
  const isIssued = asked.claims.every((claim) =>
    asked.sources.some((source) => {
      const { how } = placeOf(claim, claimsOf(source, format, { ...tokenOptions(application), scopes }));
      return how === 'top' || (how !== 'absent' && target.plugin === 'miniorange');
    }),
  );
  if (isIssued) return null;
  return wasSeen(given, mapping)
    ? notApplicable('{claim} was seen in a sign-in on {day}. Who else has it cannot be told from the directory.', {
        claim: mapping.username,
        day: daySeen(seen),
      })
    : notApplicable('Nobody gets the claim, which is another finding.');
};
