import type { CasdoorAddress } from '../../contract/address';
import { applicationPage, organizationPage, peoplePage } from '../casdoor-pages';
import { organizationIn } from '../client/application-shared';
import { defineCheck, fail, notApplicable, type Particulars, pass } from '../define-check';
import type { Given } from '../evidence';
import { type Refusal, readRefusal } from '../refusals';
import { ownWords, type Sentence, type Values } from '../say';
import { refusalMeanings } from './refusal-meanings';
import { closedDoors, factsOfTheCode, shortened, wholeWords } from './way-back';

/**
 * Casdoor says no on its own page, in the language of the browser (v3.158.0): somebody has to pass the words on. Only a
 * denied consent comes back by itself, as RFC 6749 §4.1.2.1 has it.
 */
export const signInRefused = defineCheck({
  id: 'sign-in-refused',
  area: 'sign-in',
  title: 'Signed in at Casdoor',
  heading: 'Casdoor did not let the person in',
  severity: 'blocker',
  needs: ['signInReturn'],
  uses: ['application', 'appLogin', 'address', 'people'],
  after: closedDoors,
  explains: factsOfTheCode,
  why: 'This person does not get into {product}.',
  fix: 'Look for these words in the logs of Casdoor, and sign in again.',
  evaluate({ signInReturn, application: configured, appLogin, address, people }, given) {
    if (signInReturn.kind === 'code') return pass('Casdoor let the person in.');
    if (signInReturn.kind !== 'told' && signInReturn.kind !== 'error')
      return notApplicable('Casdoor did not say no, as far as was heard.');
    const words =
      signInReturn.kind === 'told'
        ? signInReturn.words
        : [signInReturn.error, signInReturn.description].filter((part) => part).join(': ');
    if (words.trim() === '')
      return fail(
        'Casdoor did not let the person in. Nobody passed on what its page said.',
        {},
        {
          severity: 'serious',
          headline: { text: 'Casdoor did not let somebody in', values: {} },
          why: { text: 'Whether it is this person or everybody cannot be told without the words.', values: {} },
          fix: { text: 'Sign in again, and pass on here what Casdoor’s page says.', values: {} },
        },
      );
    const refusal = readRefusal(words);
    const meaning = refusalMeanings[refusal.kind];
    const application = configured ?? appLogin?.application ?? namedIn(address);
    const values = valuesOf(refusal, words, given);
    const told: Particulars = {
      // An error that came back by itself is the server's own word, and nobody's clipboard.
      severity: refusal.kind === 'other' && signInReturn.kind === 'error' ? 'blocker' : meaning.severity,
      heading: sentence(meaning.heading),
      headline: sentence(meaning.heading),
      why: sentence(meaning.why),
      fix: sentence(meaning.fix),
      handOver: meaning.handOver === null ? null : sentence(meaning.handOver),
      links: {
        application: () => applicationPage(address, application),
        organization: () => organizationPage(address, refusal.about ?? application?.organization ?? ''),
        people: () => peoplePage(address, application?.organization ?? ''),
        none: () => [],
      }[meaning.page ?? 'none'](),
      ...(refusal.kind === 'redirect-uri' &&
        refusal.about !== null && { copy: [{ label: 'Redirect URL', text: refusal.about }] }),
      ...wholeWords('What Casdoor said', words),
    };
    if (refusal.kind === 'person-unknown') {
      const isShared = configured?.isShared || appLogin?.application?.isShared || false;
      return isShared && organizationIn(given.clientId) === null
        ? wrongDoor(values, told, given)
        : unknownPerson(refusal, values, told, application?.organization ?? null, people?.users ?? []);
    }
    return fail(meaning.found, values, told);
  },
});

/** What the address is about, where nothing more of the application was seen. */
const namedIn = (address: CasdoorAddress | undefined) =>
  address?.application && address.organization
    ? { name: address.application, organization: address.organization }
    : null;

const sentence = (text: string): Sentence => ({ text, values: {} });

const valuesOf = ({ about }: Refusal, words: string, { scopes }: Given): Values => ({
  words: shortened(words),
  about: about ?? ownWords('what it names'),
  person: about === null ? ownWords('the person') : (inTwo(about).name ?? about),
  scopes: scopes.join(' '),
});

/** `acme/eve` as Casdoor names people: the organization in front. */
const inTwo = (id: string): { organization: string | null; name: string | null } => {
  const at = id.indexOf('/');
  return at === -1 ? { organization: null, name: id } : { organization: id.slice(0, at), name: id.slice(at + 1) };
};

/** By its bare client ID a shared application looks for everybody in the organization that it was made in (v3.158.0). */
const wrongDoor = (values: Values, told: Particulars, { clientId }: Given) =>
  fail(
    'Casdoor said “{words}”. The application {application} is shared between organizations, and asked by its bare client ID Casdoor looks for everybody in the organization that it was made in.',
    values,
    {
      ...told,
      severity: 'blocker',
      heading: sentence('Casdoor looks for everybody in the wrong organization'),
      headline: sentence('Casdoor looks for everybody in the wrong organization'),
      why: sentence('Nobody of another organization gets into {product} that way, whatever their password.'),
      fix: sentence('Use this client ID here and in the plugin, with the name of your organization at its end:'),
      copy: [{ label: 'Client ID', text: `${clientId ?? ''}-org-ORGANIZATION` }],
      handOver: null,
    },
  );

/** The same words stand for a slip of the keyboard, for another organization, and for whoever was deleted. */
const unknownPerson = (
  { about }: Refusal,
  values: Values,
  told: Particulars,
  belongsTo: string | null,
  people: readonly Readonly<Record<string, unknown>>[],
) => {
  const { organization, name } = inTwo(about ?? '');
  if (organization !== null && belongsTo !== null && organization !== belongsTo)
    return fail(
      'Casdoor said “{words}”. It looked in the organization {asked}, and the application {application} belongs to {belongsTo}.',
      { ...values, asked: organization, belongsTo },
      {
        ...told,
        heading: sentence('Casdoor looked for the person in another organization'),
        headline: sentence('Casdoor looked for the person in another organization'),
        fix: {
          text: 'Sign in by a name of the organization {belongsTo}. People of {asked} need an application of their own, or one that is shared.',
          values: { asked: organization, belongsTo },
        },
      },
    );
  const isDeleted = people.some((person) => person.name === name && person.isDeleted === true);
  if (isDeleted) {
    const { found, heading, fix, handOver } = refusalMeanings.deleted;
    return fail(found, values, {
      ...told,
      heading: sentence(heading),
      headline: sentence(heading),
      fix: sentence(fix),
      handOver: handOver === null ? null : sentence(handOver),
    });
  }
  const alike = people.find(
    (person) =>
      typeof person.name === 'string' && person.name !== name && person.name.toLowerCase() === name?.toLowerCase(),
  );
  if (alike)
    return fail(
      'Casdoor said “{words}”. There is {alike}: capitals count at its sign-in page.',
      { ...values, alike: String(alike.name) },
      { ...told, fix: { text: 'Sign in as {alike}.', values: { alike: String(alike.name) } }, handOver: null },
    );
  return fail(refusalMeanings['person-unknown'].found, values, told);
};
