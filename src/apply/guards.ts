import type { Difference, Guard } from '../contract/apply';
import type { WayBack } from '../contract/apply-calls';
import type { DryRunSums } from '../contract/dry-run';
import type { Verdict } from '../contract/report';
import { firm, soft } from './guard-kinds';

/** How a step of the panel stands. */
export type StepStanding = {
  /** Part of the guard's id, such as `client`. */
  step: string;
  /** As the panel spells it. */
  name: string;
  /** Null where it has not been made. */
  verdict: Verdict | null;
};

/** The client secret that is there now, as somebody typed it: what Casdoor made of it for the client that stands there. */
export type TypedSecret = { tried: 'taken' | 'not-taken' | 'untold'; clientId: string };

/** All that guards judge: gathered by the backend at the moment of writing. */
export type GuardFacts = {
  /** The target in a sentence, and the product whose name is typed. */
  called: string;
  productName: string;
  difference: Difference;
  wayBack: WayBack;
  steps: readonly StepStanding[];
  /** The last test sign-in that worked: whether it was made with what is to be written. Null where there is none. */
  signIn: { isStale: boolean; at: string } | null;
  /**
   * Administrators who would lose rights or access by the dry run of this mapping; null where there is no such run.
   * `isTold`: there are certainly no more.
   */
  administrators: { affected: number; isTold: boolean } | null;
  /**
   * The client secret that is there now can be written back: it was read, is known from an earlier write, or was typed.
   * Null where none changes.
   */
  canSecretReturn: boolean | TypedSecret | null;
  /** What was there before an earlier apply is written: what is saved now, and was tried, is not about it. */
  isEarlier: boolean;
  /** Somebody who administers nothing came in through the plugin: asked of a change that redirects everybody. */
  hasUserComeIn: boolean;
  /** What was typed to confirm. */
  typedName: string;
};

/** Administrators as a dry run counts them. What was not read, or is open, is not the same as nobody. */
export const administratorsBy = ({ administrators, untold }: DryRunSums): NonNullable<GuardFacts['administrators']> => {
  const { total, lockedOut, losingRights, accessOpen, groupsOpen } = administrators;
  const isPartial = untold.some(({ what }) => what === 'people' || what === 'accounts');
  return {
    affected: lockedOut + losingRights,
    isTold: total !== null && accessOpen === 0 && groupsOpen === 0 && !isPartial,
  };
};

/** What must hold before something is written, in the order in which it is shown. Pure. */
export const judgeGuards = (facts: GuardFacts): Guard[] => [
  wayBackGuard(facts),
  ...(facts.isEarlier
    ? [earlierGuard]
    : [...facts.steps.map(stepGuard), signInGuard(facts), ...administratorGuards(facts), ...replacedGuards(facts)]),
  ...(facts.canSecretReturn === null ? [] : [secretGuard(facts, facts.canSecretReturn)]),
  ...(isRedirecting(facts.difference) ? [userGuard(facts)] : []),
];

/** Those that hold a write back: not to be overruled, or not overruled. */
export const openGuards = (guards: readonly Guard[], overruled: readonly string[]): Guard[] =>
  guards.filter(({ id, holds, canBeOverruled }) => !holds && !(canBeOverruled && overruled.includes(id)));

/** Redirecting everybody, or hiding the old form, is a plan of its own: who is locked out by the rest still comes in. */
export const redirectAlone = ({ changes }: Pick<Difference, 'changes'>): Guard => {
  const risky = changes.filter(({ isRisky }) => isRisky !== null);
  const isAlone = risky.length === 0 || risky.length === changes.length;
  return firm('redirect-with-others', isAlone, {
    yes: 'Nothing that sends everybody to the new sign-in is written together with other fields.',
    no: `"${risky[0]?.label}" would be written together with other fields. It is written alone, once the others were tried.`,
  });
};

/** Whether it sends everybody to the new sign-in, or hides the old form. */
export const isRedirecting = ({ changes }: Difference): boolean => changes.some(({ isRisky }) => isRisky !== null);

/** The one that stands before a write of an earlier state as well. */
export const wayBackGuard = ({ called, wayBack }: Pick<GuardFacts, 'called' | 'wayBack'>): Guard => {
  const holds = wayBack.kind === 'proved' || wayBack.kind === 'not-needed';
  const words = wayBackWords(called, wayBack);
  return firm('way-back-unproved', holds, { yes: words, no: words });
};

const wayBackWords = (called: string, wayBack: WayBack): string => {
  switch (wayBack.kind) {
    case 'proved':
      return `There is a way back in: ${wayBack.address} answers the sign-in form, and ${wayBack.account} was accepted by password as system administrator.`;
    case 'not-needed':
      return `Nobody signs in to ${called}: no way back is needed.`;
    case 'missing':
      return 'There is no way back in: neither a back door nor the fallback is on. Switch it on in the plugin first.';
    case 'form-missing':
      return `There is no way back in: ${wayBack.address} does not answer the sign-in form. Where that form is hidden now, show it again first, in a plan of its own.`;
    case 'restricted':
      return `The way back in at ${wayBack.address} is limited to groups that ${wayBack.account} is not in.`;
    case 'account-refused':
      return `${wayBack.account} was not accepted by password as system administrator, and could not restore anything.`;
    case 'account-reached':
      return `${wayBack.by} in Casdoor signs in to ${wayBack.account} and may change its groups. Name an account that nobody in Casdoor reaches.`;
    case 'account-untold':
      return `Whether somebody in Casdoor signs in to ${wayBack.account} cannot be told: no dry run of this mapping has met that account.`;
    case 'not-tried':
      return 'Whether there is a way back in was not tried yet.';
  }
};

/** Of what was there before an earlier apply: whoever writes it overrules this one. */
export const earlierGuard: Guard = {
  id: 'earlier-settings-untried',
  holds: false,
  canBeOverruled: true,
  message: 'What was there before was not tried: no check, no test sign-in and no dry run is about it.',
  consequence: 'Some people may not be able to sign in, or may lose groups, and it does not go back by itself.',
};

const stepGuard = ({ step, name, verdict }: StepStanding): Guard =>
  soft(`${step}-not-ready`, verdict === 'ready', {
    yes: `The step ${name} is ready.`,
    no: verdict === null ? `The step ${name} was not checked.` : `The step ${name} is ${verdictWords[verdict]}.`,
    consequence:
      verdict === 'broken'
        ? 'It may be that nobody can sign in.'
        : 'Some people may not be able to sign in as planned.',
  });

const verdictWords: Record<Verdict, string> = {
  ready: 'ready',
  'at-risk': 'at risk',
  broken: 'broken',
  incomplete: 'incomplete',
};

const signInGuard = ({ signIn }: GuardFacts): Guard =>
  signIn === null
    ? soft('sign-in-missing', false, {
        yes: '',
        no: 'No test sign-in has worked and been confirmed yet.',
        consequence: 'It may be that nobody can sign in.',
      })
    : soft('sign-in-stale', !signIn.isStale, {
        yes: 'A test sign-in worked with this Casdoor and this client; whom it leads to, the dry run tells.',
        no: 'The settings have changed since the last test sign-in.',
        consequence: 'What worked then may not work with what is written now.',
      });

const administratorGuards = ({ administrators, productName, typedName }: GuardFacts): Guard[] => {
  if (administrators === null)
    return [
      soft('dry-run-missing', false, {
        yes: '',
        no: 'No dry run was made with this mapping.',
        consequence: 'Administrators may lose rights or access, and nobody has looked.',
      }),
    ];
  const { affected, isTold } = administrators;
  if (affected === 0 && !isTold)
    return [
      soft('administrators-untold', false, {
        yes: '',
        no: 'Whether an administrator loses rights or access cannot be told: the dry run did not read everybody, or left something open.',
        consequence: 'Administrators may lose rights or access.',
      }),
    ];
  const who = affected === 1 ? '1 administrator' : `${affected} administrators`;
  const judged = soft('administrators-affected', affected === 0, {
    yes: 'By the dry run no administrator loses rights or access.',
    no: `${who} would lose rights or access, according to the dry run.`,
    consequence: `${who} may not be able to administer ${productName} any more; restoring the settings does not give their groups back.`,
  });
  if (affected === 0) return [judged];
  const isTyped = typedName.trim().toLowerCase() === productName.toLowerCase();
  return [
    judged,
    firm('product-name-untyped', isTyped, {
      yes: `"${productName}" was typed.`,
      no: `Type ${productName} to confirm, because administrators are affected.`,
    }),
  ];
};

/** Where a plugin has but one configuration, it may be somebody else's: both the client and where it leads are others. */
const replacedGuards = ({ called, difference: { changes } }: GuardFacts): Guard[] => {
  const hasOtherClient = changes.some(({ key, before }) => key === 'client-id' && before !== null);
  const endpoint = changes.find(({ key }) => key === 'authorize-endpoint');
  const [was, is] = [endpoint?.before, endpoint?.after].map((url) =>
    url && URL.canParse(url) ? new URL(url).host : null,
  );
  if (!hasOtherClient || !was || was === is) return [];
  return [
    soft('provider-replaced', false, {
      yes: '',
      no: `The configuration of ${called} that would be written over leads to ${was} today, with another client ID.`,
      consequence: `Nobody signs in by ${was} any more.`,
    }),
  ];
};

const secretGuard = ({ called }: GuardFacts, canReturn: boolean | TypedSecret): Guard => {
  if (typeof canReturn !== 'boolean') return typedSecretGuard(canReturn);
  return soft('secret-cannot-return', canReturn, {
    yes: 'The client secret that is there now is known and can be put back.',
    no: `The client secret that is there now cannot be read from ${called}, and was not typed.`,
    consequence: 'A restore cannot put the old client secret back; it would have to be typed then.',
  });
};

/** The plugin tells nobody whether it is the one that stands there; Casdoor tells whether it is one that works. */
const typedSecretGuard = ({ tried, clientId }: TypedSecret): Guard =>
  soft('secret-cannot-return', tried !== 'not-taken', {
    yes:
      tried === 'taken'
        ? `The client secret that is there now was typed, and Casdoor takes it for the client ID ${clientId} that stands there: it can be put back.`
        : `The client secret that is there now was typed and can be put back. Whether it is the right one could not be verified at Casdoor.`,
    no: `Casdoor does not take the client secret that was typed for the client ID ${clientId} that stands there: it was mistyped, or has been replaced in Casdoor.`,
    consequence: 'A restore puts back what was typed, and perhaps nobody can sign in by it.',
  });

const userGuard = ({ hasUserComeIn }: GuardFacts): Guard =>
  firm('user-sign-in-missing', hasUserComeIn, {
    yes: 'Somebody who is no administrator has come in through the plugin.',
    no: 'Nobody but administrators has come in through the plugin yet. Let somebody who is none sign in first.',
  });
