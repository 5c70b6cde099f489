import { complaintAbout } from './applications';
import { answered, type Exchange, type Reply, refused, saying } from './exchange';
import { owingPerson, signedInPerson } from './open-sessions';
import { UnparsableAddress } from './redirect-match';
import { factorsOf } from './second-factor';
import { type SigninOutcome, signInByPassword, signInBySecondFactor, signInBySession } from './sign-in';
import { applicationByName, organizationByName, type State } from './state';

/** `POST /api/login`: what the sign-in page sends. A code without a browser. */
export const login = async (state: State, exchange: Exchange): Promise<Reply> => {
  const { json } = exchange;
  if (json === undefined) return refused(complaintAbout(exchange.body));
  const field = (name: string) => {
    const value = json[name];
    return typeof value === 'string' ? value : '';
  };
  const application = applicationByName(state, `admin/${field('application')}`);
  if (application === undefined) return refused(saying(exchange, 'application-unknown', field('application')));
  const request = {
    application,
    clientId: exchange.input('clientId'),
    responseType: exchange.input('responseType'),
    redirectUri: exchange.input('redirectUri'),
    scope: exchange.input('scope'),
    nonce: exchange.input('nonce'),
    codeChallenge: exchange.input('code_challenge'),
    codeChallengeMethod: exchange.input('code_challenge_method'),
  };
  const context = { state, exchange, request };
  const attempt = (): Promise<SigninOutcome> => {
    if (field('username') === '' && owingPerson(state, exchange) !== undefined) {
      const isRemembered = json.enableMfaRemember === true;
      return signInBySecondFactor(context, {
        passcode: field('passcode'),
        recoveryCode: field('recoveryCode'),
        isRemembered,
      });
    }
    if (field('username') === '' && signedInPerson(state, exchange) !== undefined) return signInBySession(context);
    const [organization, username, password] = [field('organization'), field('username'), field('password')];
    return signInByPassword(context, { organization, username, password, signinMethod: field('signinMethod') });
  };
  try {
    return replyTo(state, application.organization, await attempt());
  } catch (error) {
    if (error instanceof UnparsableAddress) return { status: 500, body: { nothing: true } };
    throw error;
  }
};

const replyTo = (state: State, organizationName: string, outcome: SigninOutcome): Reply => {
  const { cookies } = outcome;
  switch (outcome.kind) {
    case 'code':
      return { cookies, ...answered(outcome.code) };
    case 'refused':
      return { cookies, ...refused(outcome.message, outcome.data), closesConnection: outcome.closesConnection };
    case 'second-factor': {
      const organization = organizationByName(state, organizationName);
      return { cookies, ...answered('NextMfa', organization === undefined ? [] : factorsOf(organization)) };
    }
    case 'second-factor-lacking':
      return { cookies, ...answered('RequiredMfa') };
    case 'password-change':
      // The third datum: a credential was withheld.
      return { cookies, body: { json: { ...okay, data: 'RequiredUpdatePassword', data2: null, data3: true } } };
    case 'consent':
      return { cookies, ...answered({ required: true }) };
  }
};

const okay = { status: 'ok', msg: '', sub: '', name: '' };
