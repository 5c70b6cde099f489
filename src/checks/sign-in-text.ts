import type { PersonOutcome } from '../contract/mapping';
import type { Report } from '../contract/report';
import type { SignInOutcome } from '../contract/sign-in';
import { productNames } from '../contract/target';
import { secondsOf } from './date-words';
import type { SignInSummary } from './sign-in-summary';
import { aligned, indent, labelled, type Paint, wrapped } from './text-layout';
import { visible } from './visible';

const outcomeWords: Record<SignInOutcome, string> = {
  succeeded: 'somebody signed in',
  refused: 'Casdoor refused',
  failed: 'what came back does not hold',
  abandoned: 'nobody came back',
};

const personWords: Record<PersonOutcome, string> = {
  unchanged: 'the account stays as it is',
  updated: 'the account is updated',
  renamed: 'the account is another one than today',
  created: 'an account is created',
  collides: 'several accounts fit',
  refused: 'the plugin refuses this person',
  barred: 'Casdoor lets this person in no more',
  'not-certain': 'not certain',
};

/** The test sign-in in a terminal: how it went, whom it would make, and what was withheld. No claim beside those. */
export const signInLines = (signIn: SignInSummary, { product }: Pick<Report, 'product'>, paint: Paint): string[] => [
  paint.bold(signIn.outcome === null ? 'Test sign-in: none was made' : `Test sign-in: ${outcomeWords[signIn.outcome]}`),
  ...stepLines(signIn),
  ...personLines(signIn, productNames[product], paint),
  ...(signIn.withheld.length > 0
    ? labelled(
        'Withheld',
        `${signIn.withheld.map(visible).join(', ')}. Claims that can carry secrets are dropped.`,
        paint,
      )
    : []),
];

const stepLines = ({ steps }: SignInSummary): string[] =>
  steps.length === 0
    ? []
    : aligned(
        steps.map(({ name, ms, by }) => [
          name,
          by === 'person' ? `${secondsOf(ms)} seconds of a person` : `${Math.round(ms)} ms`,
        ]),
        indent,
      );

const personLines = ({ person, by, tokenFormat }: SignInSummary, product: string, paint: Paint): string[] => {
  if (by === null) return [];
  const format = tokenFormat === null ? '' : ` for tokens of format ${tokenFormat}`;
  const source =
    by === 'given'
      ? `The person as ${product} would have them, by the mapping that was given:`
      : `The person as ${product} would have them, by the mapping that is recommended${format}, since none was given:`;
  const field = (label: string, value: string | null) => labelled(label, visible(value ?? '–'), paint);
  return [
    ...wrapped(source, indent),
    ...field('Username', person.username),
    ...field('E-mail', person.email),
    ...field('Full name', person.fullName),
    ...field('Groups', person.groups?.join(', ') ?? null),
    ...(person.outcome === null
      ? []
      : labelled(
          `In ${product}`,
          `${personWords[person.outcome]}. ${person.reasons.map(visible).join(' ')}`.trim(),
          paint,
        )),
  ];
};
