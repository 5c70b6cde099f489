import { judgeAuthorizationRequest } from './authorization-request';
import { grantConsent, isConsentRequired, scopesAsked } from './consent';
import type { ApplicationDocument, UserDocument } from './documents';
import { type Exchange, type Reply, saying } from './exchange';
import { issueCode } from './issue-code';
import { endSession, owingPerson, signedInPerson } from './open-sessions';
import { closedToAll, peopleToPick } from './people-to-pick';
import { UnparsableAddress } from './redirect-match';
import { passcodeAt, rememberedHours } from './second-factor';
import {
  offersPassword,
  type SigninOutcome,
  type SigninRequest,
  signInByPassword,
  signInBySecondFactor,
  signInBySession,
} from './sign-in';
import { safeHeaders } from './sign-in-look';
import { consentForm, secondFactorForm, signinForm, troublePage, unmetPage, type Visit } from './sign-in-views';
import { organizationByName, type State, userByName } from './state';

const requestNames = [
  'client_id',
  'response_type',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
];

/**
 * `GET /login/oauth/authorize`. Casdoor serves its single-page front end here; these are plain forms that a person can use,
 * with the same steps and the same refusals in the same words. An error is shown and never sent to the relying party: the
 * one that is sent is a denied consent.
 */
export const signinPage = async (state: State, received: Exchange): Promise<Reply> => {
  const exchange = inEnglish(received);
  const judged = judge(state, exchange);
  if ('reply' in judged) return judged.reply;
  return (await answeredBySession(state, exchange, judged.request)) ?? formPage(state, exchange, judged.request);
};

/** `POST /login/oauth/authorize`: what the forms send. */
export const submitSignin = async (state: State, received: Exchange): Promise<Reply> => {
  const exchange = inEnglish(received);
  const judged = judge(state, exchange);
  if ('reply' in judged) return judged.reply;
  const origin = exchange.header('origin');
  if (origin !== undefined && origin !== `http://${exchange.host}`) {
    return { status: 403, ...troublePage('The form was not sent from this page.') };
  }
  return take(state, exchange, judged.request);
};

const take = async (state: State, exchange: Exchange, request: SigninRequest): Promise<Reply> => {
  const context = { state, exchange, request };
  switch (exchange.input('step')) {
    case 'continue':
      return show(state, exchange, request, await signInBySession(context));
    case 'second-factor': {
      const [passcode, recoveryCode] = [exchange.input('passcode').trim(), exchange.input('recovery').trim()];
      const isRemembered = exchange.input('remember') === 'on';
      return show(
        state,
        exchange,
        request,
        await signInBySecondFactor(context, { passcode, recoveryCode, isRemembered }),
      );
    }
    case 'allow':
      return allow(state, exchange, request);
    case 'deny':
      // Not noted anywhere: the front end sends the person back by itself.
      return sendBack(exchange, 'error=access_denied&error_description=User denied consent');
    case 'sign-out': {
      const cookies = endSession(state, exchange);
      return { cookies, ...formPage(state, exchange, request) };
    }
    default: {
      const [username, password] = [exchange.input('username'), exchange.input('password')];
      if (password === '') return formPage(state, exchange, request, 'Please input your password!');
      const { organization } = request.application;
      const given = { organization, username, password, signinMethod: 'Password' };
      return show(state, exchange, request, await signInByPassword(context, given));
    }
  }
};

/** The language of a browser changes nothing at a Casdoor as it ships: its front end asks for English. */
const inEnglish = (exchange: Exchange): Exchange => ({ ...exchange, language: 'en' });

const judge = (state: State, exchange: Exchange): { request: SigninRequest } | { reply: Reply } => {
  const asked = {
    clientId: exchange.input('client_id'),
    responseType: exchange.input('response_type'),
    redirectUri: exchange.input('redirect_uri'),
    scope: exchange.input('scope'),
  };
  try {
    const { message, application } = judgeAuthorizationRequest(state, exchange, asked);
    if (message !== null || application === undefined) return { reply: troublePage(message ?? '') };
    // Without this a `javascript:` address that somebody registered would be followed.
    if (!/^https?:/i.test(asked.redirectUri)) {
      return { reply: troublePage(saying(exchange, 'redirect-uri-refused', asked.redirectUri)) };
    }
    return { request: { ...asked, application, ...asFrontEndSends(exchange) } };
  } catch (error) {
    if (error instanceof UnparsableAddress) return { reply: { status: 500, body: { nothing: true } } };
    throw error;
  }
};

/** The front end writes state and nonce into its own requests without encoding them, so that some signs do not survive. */
const asFrontEndSends = (exchange: Exchange) => {
  const names = ['state', 'nonce', 'code_challenge', 'code_challenge_method'];
  const query = names.map((name) => `${name}=${exchange.input(name)}`).join('&');
  const { searchParams } = new URL(`http://casdoor.invalid/?${query}`);
  return {
    nonce: searchParams.get('nonce') ?? '',
    codeChallenge: searchParams.get('code_challenge') ?? '',
    codeChallengeMethod: searchParams.get('code_challenge_method') ?? '',
  };
};

/** With automatic sign-in an open session is enough, and there is no page at all. */
const answeredBySession = async (
  state: State,
  exchange: Exchange,
  request: SigninRequest,
): Promise<Reply | undefined> => {
  const { application, responseType, scope } = request;
  const user = signedInPerson(state, exchange);
  const isOwn = user !== undefined && user.owner === application.organization;
  if (!application.enableAutoSignin || responseType !== 'code' || !isOwn) return undefined;
  if (isConsentRequired(user, application, scope)) return undefined;
  const issued = await issueCode(state, exchange, { ...request, user, signinMethod: 'autoSignin' });
  return 'code' in issued ? sendBack(exchange, `code=${issued.code}`) : troublePage(issued.message);
};

const allow = async (state: State, exchange: Exchange, request: SigninRequest): Promise<Reply> => {
  const { application, scope } = request;
  const asked = scopesAsked(application, scope);
  const again = (complaint: string) => consentForm(visitOf(state, exchange, application), asked, complaint);
  const user = signedInPerson(state, exchange);
  if (user === undefined) return again(saying(exchange, 'not-signed-in'));
  grantConsent(
    user,
    application,
    asked.map((each) => each.name),
  );
  // Sent as JSON, so that the nonce arrives as it is.
  const nonce = exchange.input('nonce');
  const issued = await issueCode(state, exchange, { ...request, nonce, user, signinMethod: '' });
  if ('code' in issued) return sendBack(exchange, `code=${issued.code}`);
  // The front end takes an empty code for a code.
  return issued.closesConnection ? again(issued.message) : sendBack(exchange, 'code=');
};

const show = (state: State, exchange: Exchange, request: SigninRequest, outcome: SigninOutcome): Reply => {
  const { cookies } = outcome;
  const visit = visitOf(state, exchange, request.application);
  switch (outcome.kind) {
    case 'code':
      return { ...sendBack(exchange, `code=${outcome.code}`), cookies };
    case 'second-factor':
      return { ...secondFactorPage(state, exchange, request.application, outcome.user, null), cookies };
    case 'second-factor-lacking':
      return { ...unmetPage(visit, 'second-factor'), cookies };
    case 'password-change':
      return { ...unmetPage(visit, 'password'), cookies };
    case 'consent':
      return { ...consentForm(visit, scopesAsked(request.application, request.scope), null), cookies };
    case 'refused': {
      const owing = exchange.input('step') === 'second-factor' ? owingPerson(state, exchange) : undefined;
      // Here the front end shows Casdoor's words alone.
      return owing !== undefined
        ? secondFactorPage(state, exchange, request.application, owing, outcome.message)
        : { ...formPage(state, exchange, request, failure(outcome.message)), cookies };
    }
  }
};

const failure = (message: string): string => `Failed to sign in: ${message}`;

const visitOf = (state: State, exchange: Exchange, application: ApplicationDocument): Visit => ({
  application,
  organization: organizationByName(state, application.organization)?.displayName ?? application.organization,
  request: new Map(requestNames.map((name) => [name, exchange.input(name)])),
  formTargets: [originOf(exchange.input('redirect_uri'))],
});

const formPage = (
  state: State,
  exchange: Exchange,
  { application, scope }: SigninRequest,
  complaint: string | null = null,
): Reply => {
  const hint = exchange.input('login_hint');
  const hinted = complaint === null ? userByName(state, application.organization, hint) : undefined;
  const person = signedInPerson(state, exchange);
  return signinForm(visitOf(state, exchange, application), {
    complaint,
    username: exchange.input('username') || hint,
    password: hinted?.password ?? '',
    signedIn: person?.owner === application.organization ? person : undefined,
    offersPassword: offersPassword(application),
    otherMethods: (application.signinMethods ?? [])
      .filter(({ name }) => name !== 'Password')
      .map(({ displayName }) => displayName),
    closed: closedToAll(state, application),
    ...peopleToPick(state, application, scope),
  });
};

const secondFactorPage = (
  state: State,
  exchange: Exchange,
  application: ApplicationDocument,
  user: UserDocument,
  complaint: string | null,
): Reply => {
  const organization = organizationByName(state, user.owner);
  return secondFactorForm(visitOf(state, exchange, application), {
    complaint,
    hours: organization === undefined ? 12 : rememberedHours(organization),
    passcode: passcodeAt(user.totpSecret, state.now()),
    recoveryCode: user.recoveryCodes?.[0] ?? null,
  });
};

/** The state goes into the address as it came: neither the front end nor Casdoor encodes it. */
const sendBack = (exchange: Exchange, answer: string): Reply => {
  const redirectUri = exchange.input('redirect_uri');
  const join = redirectUri.includes('?') ? '&' : '?';
  const location = `${redirectUri}${join}${answer}&state=${exchange.input('state')}`;
  // A header takes no characters but these, and a browser encodes the others in the same way.
  const safe = location.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
  return { status: 303, headers: { location: safe, ...safeHeaders([]) }, body: { html: '' } };
};

const originOf = (address: string): string => {
  try {
    return new URL(address).origin;
  } catch {
    return '';
  }
};
