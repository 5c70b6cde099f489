import { isConsentRequired } from './consent';
import type { ApplicationDocument, UserDocument } from './documents';
import { lacksSecondFactor, owesSecondFactor } from './second-factor';
import { certificateOf, organizationByName, type State } from './state';
import { tokenClaims } from './token-claims';

export type PersonToPick = { name: string; displayName: string; fate: string; getsIn: boolean };

/** As many are looked at: those with a story come first in the demo, and a page has an end. */
const widest = 60;
const ordinaryShown = 3;

/** What comes of a sign-in with the right password, told beforehand: the people are made up, and the demo is for trying. */
export const peopleToPick = (
  state: State,
  application: ApplicationDocument,
  scope: string,
): { people: PersonToPick[]; others: number } => {
  const { organization } = application;
  const written = state.world.users.filter((user) => user.owner === organization);
  const crowd = state.world.crowd?.owner === organization ? state.world.crowd : null;
  const people: PersonToPick[] = [];
  let ordinaries = 0;
  const some = Array.from({ length: Math.min(crowd?.size ?? 0, ordinaryShown) }, (_, place) => place);
  for (const user of [...written.slice(0, widest), ...some.flatMap((place) => crowd?.document(place) ?? [])]) {
    const { fate, isOrdinary, getsIn } = fateOf(state, application, scope, user);
    if (isOrdinary) ordinaries += 1;
    if (!isOrdinary || ordinaries <= ordinaryShown) {
      people.push({ name: user.name, displayName: user.displayName, fate, getsIn });
    }
  }
  return { people, others: written.length + (crowd?.size ?? 0) - people.length };
};

/** What keeps everybody out of an application; null where nothing does. */
export const closedToAll = (state: State, application: ApplicationDocument): string | null => {
  const { name, organization, cert } = application;
  if (application.disableSignin) return `Nobody gets into ${name}: its sign-in is switched off.`;
  if (organizationByName(state, organization)?.disableSignin === true) {
    return `Nobody gets into ${name}: the sign-in of its organization, ${organization}, is switched off.`;
  }
  if (certificateOf(state, application) === undefined) {
    return `Nobody gets into ${name}: it signs with the certificate ${cert}, which does not exist.`;
  }
  return null;
};

type Fate = { fate: string; isOrdinary: boolean; getsIn: boolean };

const fateOf = (state: State, application: ApplicationDocument, scope: string, user: UserDocument): Fate => {
  const kept = (fate: string): Fate => ({ fate, isOrdinary: false, getsIn: false });
  if (user.isDeleted) return kept('deleted: Casdoor says that this person does not exist');
  if (user.isForbidden) return kept('forbidden: Casdoor refuses, in spite of the right password');
  const organization = organizationByName(state, user.owner);
  if (organization !== undefined && lacksSecondFactor(organization, user)) {
    return kept('must set up a second factor first, and gets no further');
  }
  if (user.needUpdatePassword) return kept('must change the password first, and gets no further');
  const owes = owesSecondFactor(user, state.now());
  const isAsked = isConsentRequired(user, application, scope);
  const peculiarity = peculiarityOf(state, application, scope, user);
  const steps = [
    ...(owes ? ['is asked for a second factor'] : []),
    ...(isAsked ? ['is asked for consent'] : []),
    'gets in',
  ].join(', then ');
  return {
    fate: peculiarity === null ? steps : `${steps}, ${peculiarity}`,
    isOrdinary: !owes && peculiarity === null,
    getsIn: true,
  };
};

/** What Jira or Confluence may stumble over afterwards. */
const peculiarityOf = (
  state: State,
  application: ApplicationDocument,
  scope: string,
  user: UserDocument,
): string | null => {
  const kibibytes = tokenSize(application, scope, user) / 1024;
  if (kibibytes > 8) return `with a token of ${Math.round(kibibytes)} KiB`;
  if (user.email === '') return 'without an e-mail address';
  if (user.displayName === '') return 'without a display name';
  if (!user.emailVerified) return 'with an e-mail address that nobody verified';
  const alike = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  // Nobody of a crowd is like another.
  const others = state.world.users.filter((each) => each !== user && each.owner === user.owner);
  const namesake = others.find((each) => alike(each.name, user.name));
  if (namesake !== undefined) return `with the user name of ${namesake.name} in other capitals`;
  const twin = others.find((each) => alike(each.email, user.email));
  return twin === undefined ? null : `with the e-mail address of ${twin.name}`;
};

/** Bytes of the token without its signature. */
const tokenSize = (application: ApplicationDocument, scope: string, user: UserDocument): number => {
  const facts = { issuer: '', at: 0, expiresAt: 0, id: '', scope, nonce: '', signinMethod: 'Password' };
  return Math.ceil((Buffer.byteLength(JSON.stringify(tokenClaims(user, application, facts))) * 4) / 3);
};
