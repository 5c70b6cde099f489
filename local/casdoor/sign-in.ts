import { complaintAbout } from './applications';
import { judgeAuthorizationRequest } from './authorization-request';
import type { ApplicationDocument } from './documents';
import { answered, type Exchange, type Reply, refused, saying } from './exchange';
import { CertificateMissing, mintToken } from './mint-token';
import { passwordComplaint, recordSignin } from './passwords';
import { UnparsableAddress } from './redirect-match';
import { allowedScope } from './scopes';
import { applicationByName, organizationByName, type State, userBySigninName } from './state';

/** An authorization request together with the person who answers it. */
export type SigninAttempt = {
  application: ApplicationDocument;
  organization: string;
  username: string;
  password: string;
  clientId: string;
  responseType: string;
  redirectUri: string;
  scope: string;
  nonce: string;
  codeChallenge: string;
  codeChallengeMethod: string;
};

export type SigninOutcome =
  | { code: string }
  /** `data` is what `/api/login` answers beside the message. */
  | { message: string; data: null | ''; closesConnection: boolean };

/** Signs a person in and makes a code that lives five minutes. The order of refusals is that of v3.158.0. */
export const attemptSignin = async (
  state: State,
  exchange: Exchange,
  attempt: SigninAttempt,
): Promise<SigninOutcome> => {
  const refuse = (message: string, closesConnection = false) => ({ message, data: null, closesConnection });
  const { application } = attempt;
  const user = userBySigninName(state, attempt.organization, attempt.username);
  // A deleted person is told apart from an unknown one by nobody.
  if (user === undefined || user.isDeleted) {
    return refuse(saying(exchange, 'user-unknown', `${attempt.organization}/${attempt.username}`));
  }
  if (user.isForbidden) return refuse(saying(exchange, 'user-forbidden'));
  const complaint = passwordComplaint(state, application, user, attempt.password, exchange.language);
  if (complaint !== null) return refuse(complaint);
  if (application.disableSignin) return refuse(saying(exchange, 'application-disabled', application.name), true);
  if (organizationByName(state, user.owner)?.disableSignin === true) {
    return refuse(saying(exchange, 'organization-disabled', user.owner), true);
  }
  if (!['', 'null', 'S256'].includes(attempt.codeChallengeMethod)) return refuse(saying(exchange, 'challenge-method'));
  const judged = judgeAuthorizationRequest(state, exchange, attempt);
  if (judged.message !== null || judged.application === undefined) {
    return { message: judged.message ?? '', data: '', closesConnection: false };
  }
  try {
    const row = await mintToken(state, {
      application: judged.application,
      user,
      scope: allowedScope(attempt.scope, judged.application) ?? '',
      host: exchange.host,
      nonce: attempt.nonce,
      signinMethod: 'Password',
      codeChallenge: attempt.codeChallenge === 'null' ? '' : attempt.codeChallenge,
    });
    recordSignin(state, user);
    return { code: row.code };
  } catch (error) {
    if (error instanceof CertificateMissing) return refuse(error.message, true);
    throw error;
  }
};

/** `POST /api/login`: what the sign-in page sends. A code without a browser. */
export const login = async (state: State, exchange: Exchange): Promise<Reply> => {
  if (exchange.json === undefined) return refused(complaintAbout(exchange.body));
  const field = (name: string) => {
    const value = exchange.json?.[name];
    return typeof value === 'string' ? value : '';
  };
  const application = applicationByName(state, `admin/${field('application')}`);
  if (application === undefined) return refused(saying(exchange, 'application-unknown', field('application')));
  try {
    const outcome = await attemptSignin(state, exchange, {
      application,
      organization: field('organization'),
      username: field('username'),
      password: field('password'),
      clientId: exchange.input('clientId'),
      responseType: exchange.input('responseType'),
      redirectUri: exchange.input('redirectUri'),
      scope: exchange.input('scope'),
      nonce: exchange.input('nonce'),
      codeChallenge: exchange.input('code_challenge'),
      codeChallengeMethod: exchange.input('code_challenge_method'),
    });
    if ('code' in outcome) return answered(outcome.code);
    return { ...refused(outcome.message, outcome.data), closesConnection: outcome.closesConnection };
  } catch (error) {
    if (error instanceof UnparsableAddress) return { status: 500, body: { nothing: true } };
    throw error;
  }
};
