import type { AuthorizationRequest } from './authorization-request';
import { isConsentRequired } from './consent';
import type { ApplicationDocument, UserDocument } from './documents';
import { type Exchange, saying } from './exchange';
import { issueCode } from './issue-code';
import type { MessageKey } from './messages';
import { keepSession, owingPerson, signedInPerson } from './open-sessions';
import { passwordComplaint, recordSignin } from './passwords';
import {
  isRightPasscode,
  lacksSecondFactor,
  owesSecondFactor,
  rememberSecondFactor,
  takeRecoveryCode,
} from './second-factor';
import { organizationByName, type State, userBySigninName } from './state';

/** An authorization request as the sign-in page hands it on. */
export type SigninRequest = AuthorizationRequest & {
  application: ApplicationDocument;
  nonce: string;
  codeChallenge: string;
  codeChallengeMethod: string;
};

export type PasswordGiven = { organization: string; username: string; password: string; signinMethod: string };
export type FactorGiven = { passcode: string; recoveryCode: string; isRemembered: boolean };

/** What comes of an attempt. `cookies`: what the browser is to remember, whatever came of it. */
export type SigninOutcome = { cookies: string[] } & (
  | { kind: 'code'; code: string }
  /** `data` is what `/api/login` answers beside the message. */
  | { kind: 'refused'; message: string; data: null | ''; closesConnection: boolean }
  /** A right password, and a code of the authenticator app is asked for. */
  | { kind: 'second-factor'; user: UserDocument }
  /** A second factor is required, and none is set up. */
  | { kind: 'second-factor-lacking' }
  | { kind: 'password-change' }
  | { kind: 'consent' }
);

type Context = { state: State; exchange: Exchange; request: SigninRequest };

const refusedWith = (message: string, closesConnection = false, cookies: string[] = []): SigninOutcome => ({
  kind: 'refused',
  message,
  data: null,
  closesConnection,
  cookies,
});

/** By name and password. The order of refusals is that of v3.158.0. */
export const signInByPassword = async (context: Context, given: PasswordGiven): Promise<SigninOutcome> => {
  const { state, exchange, request } = context;
  const say = (key: MessageKey, value = '') => refusedWith(saying(exchange, key, value));
  const { application } = request;
  if (given.signinMethod === 'Password' && !offersPassword(application)) return say('password-not-enabled');
  const user = userBySigninName(state, given.organization, given.username);
  // A deleted person is told apart from an unknown one by nobody.
  if (user === undefined || user.isDeleted) return say('user-unknown', `${given.organization}/${given.username}`);
  if (user.isForbidden) return say('user-forbidden');
  const complaint = passwordComplaint(state, application, user, given.password, exchange.language);
  if (complaint !== null) return refusedWith(complaint);
  const organization = organizationByName(state, user.owner);
  if (organization !== undefined && lacksSecondFactor(organization, user)) {
    // Setting it up needs somebody who is signed in.
    return { kind: 'second-factor-lacking', cookies: keepSession(state, exchange, { signedIn: idOf(user) }) };
  }
  if (owesSecondFactor(user, state.now())) {
    return { kind: 'second-factor', user, cookies: keepSession(state, exchange, { owesFactor: idOf(user) }) };
  }
  return settle(context, user, given.signinMethod);
};

/** By the code of an authenticator app, or by a recovery code, after the password was right. */
export const signInBySecondFactor = async (context: Context, given: FactorGiven): Promise<SigninOutcome> => {
  const { state, exchange } = context;
  const user = owingPerson(state, exchange);
  if (user === undefined) return refusedWith('expired user session');
  // None of these are translated.
  if (given.passcode !== '') {
    if (!isRightPasscode(user, given.passcode, state.now())) return refusedWith('totp passcode error');
    const organization = organizationByName(state, user.owner);
    if (given.isRemembered && organization !== undefined) rememberSecondFactor(user, organization, state.now());
  } else if (given.recoveryCode !== '') {
    const complaint = takeRecoveryCode(user, given.recoveryCode);
    if (complaint !== null) return refusedWith(complaint);
  } else {
    return refusedWith('missing passcode or recovery code');
  }
  return settle(context, user, '', { owesFactor: '' });
};

/** As the person who is signed in to Casdoor in this browser: no password, and no second factor. */
export const signInBySession = async (context: Context): Promise<SigninOutcome> => {
  const { state, exchange } = context;
  const user = signedInPerson(state, exchange);
  if (user === undefined) return refusedWith(saying(exchange, 'unauthorized'));
  const organization = organizationByName(state, user.owner);
  if (organization !== undefined && lacksSecondFactor(organization, user)) {
    return { kind: 'second-factor-lacking', cookies: [] };
  }
  return settle(context, user, '');
};

/** Whether the sign-in page has a field for the password. */
export const offersPassword = ({ signinMethods, enablePassword }: ApplicationDocument): boolean =>
  (signinMethods ?? []).length === 0 ? enablePassword : (signinMethods ?? []).some(({ name }) => name === 'Password');

/** Whoever proved who they are: may they, and is anything asked of them first? */
const settle = async (
  { state, exchange, request }: Context,
  user: UserDocument,
  signinMethod: string,
  session: { owesFactor?: '' } = {},
): Promise<SigninOutcome> => {
  const { application, responseType, codeChallengeMethod } = request;
  const say = (key: MessageKey, value = '', closes = false) => refusedWith(saying(exchange, key, value), closes);
  if (user.isForbidden) return say('user-forbidden');
  if (user.isDeleted) return say('user-deleted');
  if (application.disableSignin) return say('application-disabled', application.name, true);
  if (organizationByName(state, application.organization)?.disableSignin === true) {
    return say('organization-disabled', application.organization, true);
  }
  if (
    !user.isAdmin &&
    application.tags.length > 0 &&
    !user.tag.split(',').some((tag) => application.tags.includes(tag))
  ) {
    return say('tag-unlisted', user.tag);
  }
  const remember = (isSignedIn: boolean) =>
    isSignedIn || session.owesFactor !== undefined
      ? keepSession(state, exchange, { ...session, ...(isSignedIn ? { signedIn: idOf(user) } : {}) })
      : [];
  if (user.needUpdatePassword) {
    recordSignin(state, user);
    return { kind: 'password-change', cookies: remember(true) };
  }
  if (responseType === 'token' || responseType === 'id_token') {
    const message = `error: grant_type: ${responseType} is not supported in this application`;
    return { kind: 'refused', message, data: '', closesConnection: false, cookies: [] };
  }
  if (!['', 'null', 'S256'].includes(codeChallengeMethod)) return say('challenge-method');
  const isAsked = isConsentRequired(user, application, request.scope);
  const cookies = remember(application.enableSigninSession || isAsked);
  if (isAsked) {
    recordSignin(state, user);
    return { kind: 'consent', cookies };
  }
  const issued = await issueCode(state, exchange, { ...request, user, signinMethod });
  if (!('code' in issued)) {
    const { message, closesConnection } = issued;
    return { kind: 'refused', message, data: closesConnection ? null : '', closesConnection, cookies };
  }
  recordSignin(state, user);
  return { kind: 'code', code: issued.code, cookies };
};

const idOf = (user: UserDocument): string => `${user.owner}/${user.name}`;
