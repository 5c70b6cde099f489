import { createHash } from 'node:crypto';
import { type ApplicationDocument, userDocument } from './documents';
import { type Exchange, oauthError, type Reply, refused, saying } from './exchange';
import { validateClient } from './introspect';
import { CannotMint, mintToken, tokenAnswer } from './mint-token';
import { passwordComplaint, recordSignin } from './passwords';
import { claimsOf } from './read-token';
import { allowedScope } from './scopes';
import { applicationByClientId, certificateOf, type State, userByName, userBySigninName } from './state';

type Inputs = { application: ApplicationDocument; secret: string; field: (name: string) => string };

const invalidScope = 'the requested scope is invalid or not defined in the application';

/** `POST /api/login/oauth/access_token`. RFC 6749 §4, in the order in which v3.158.0 looks. */
export const tokenEndpoint = async (state: State, exchange: Exchange): Promise<Reply> => {
  // Form, query or JSON; Basic only where neither id nor secret was given otherwise.
  const field = (name: string) => exchange.input(name) || jsonText(exchange, name);
  const isBasic = exchange.input('client_id') === '' && exchange.input('client_secret') === '';
  const clientId = (isBasic ? exchange.basic?.id : undefined) ?? field('client_id');
  const secret = (isBasic ? exchange.basic?.secret : undefined) ?? field('client_secret');
  const application = applicationByClientId(state, clientId);
  if (application === undefined) return allowed(oauthError('invalid_client', 'client_id is invalid'));
  const grant = field('grant_type');
  if (grant !== 'authorization_code' && !(application.grantTypes ?? []).includes(grant)) {
    return allowed(oauthError('unsupported_grant_type', `grant_type: ${grant} is not supported in this application`));
  }
  const inputs = { application, secret, field };
  try {
    return allowed(await redeem(state, exchange, grant, inputs));
  } catch (error) {
    if (error instanceof CannotMint) return allowed(refused(error.message));
    throw error;
  }
};

const redeem = (state: State, exchange: Exchange, grant: string, inputs: Inputs): Reply | Promise<Reply> => {
  switch (grant) {
    case 'authorization_code':
      return redeemCode(state, inputs);
    case 'client_credentials':
      return redeemCredentials(state, exchange, inputs);
    case 'password':
      return redeemPassword(state, exchange, inputs);
    case 'refresh_token':
      return redeemRefreshToken(state, exchange, inputs);
    default:
      // Implicit and device grants are answered elsewhere in Casdoor; here nothing asks for them.
      return oauthError('unsupported_grant_type', `grant_type: ${grant} is not supported in this application`);
  }
};

const redeemCode = (state: State, { application, secret, field }: Inputs): Reply => {
  const code = field('code');
  if (code === '') return oauthError('invalid_request', 'authorization code should not be empty');
  const row = state.tokens.find((each) => each.code === code);
  // Before the secret is looked at: a wrong code says nothing of the secret.
  if (row === undefined) return oauthError('invalid_grant', `authorization code: [${code}] is invalid`);
  if (row.codeIsUsed) return oauthError('invalid_grant', `authorization code has been used for token: [${row.id}]`);
  const challenge = row.codeChallenge;
  if (challenge !== '') {
    const answer = createHash('sha256').update(field('code_verifier')).digest('base64url');
    if (answer !== challenge) {
      const found = `challengeAnswer: [${answer}], token.CodeChallenge: [${challenge}]`;
      return oauthError('invalid_grant', `verifier is invalid, ${found}`);
    }
  }
  const mayLeaveOut = challenge !== '' && secret === '';
  if (application.clientSecret !== secret && !mayLeaveOut) {
    const found = `application: [${application.owner}/${application.name}], token.CodeChallenge: [${challenge}]`;
    return oauthError('invalid_client', `client_secret is invalid for ${found}`);
  }
  if (application.name !== row.application) {
    const found = `application.Name: [${application.name}], token.Application: [${row.application}]`;
    return oauthError('invalid_grant', `the token is for wrong application (client_id), ${found}`);
  }
  if (state.now().getTime() > row.codeExpiresAt) {
    const time = Math.floor(state.now().getTime() / 1000);
    const expiry = Math.floor(row.codeExpiresAt / 1000);
    const found = `time.Now().Unix(): [${time}], token.CodeExpireIn: [${expiry}]`;
    return oauthError('invalid_grant', `authorization code has expired, ${found}`);
  }
  row.codeIsUsed = true;
  return { body: { json: tokenAnswer(row) } };
};

/** Anybody with this token is administrator of the whole instance. */
const redeemCredentials = async (state: State, exchange: Exchange, inputs: Inputs): Promise<Reply> => {
  const { application } = inputs;
  if (application.clientSecret !== inputs.secret) return oauthError('invalid_client', 'client_secret is invalid');
  const scope = allowedScope(inputs.field('scope'), application);
  if (scope === null) return oauthError('invalid_scope', invalidScope);
  const user = userDocument({
    owner: application.owner,
    name: application.name,
    id: `${application.owner}/${application.name}`,
    type: 'application',
    passwordType: '',
    countryCode: '',
    region: '',
    emailVerified: false,
  });
  const row = await mintToken(state, { application, user, scope, host: exchange.host });
  row.codeIsUsed = true;
  return { body: { json: tokenAnswer(row, '') } };
};

/** The secret is not looked at, and no second factor is asked for. */
const redeemPassword = async (state: State, exchange: Exchange, inputs: Inputs): Promise<Reply> => {
  const { application, field } = inputs;
  const scope = allowedScope(field('scope'), application);
  if (scope === null) return oauthError('invalid_scope', invalidScope);
  const user = userBySigninName(state, application.organization, field('username'));
  if (user === undefined) return oauthError('invalid_grant', 'the user does not exist');
  const complaint = passwordComplaint(state, application, user, field('password'), 'en');
  if (complaint !== null) return oauthError('invalid_grant', `invalid username or password: ${complaint}`);
  if (user.isForbidden) return forbidden();
  const row = await mintToken(state, { application, user, scope, host: exchange.host });
  recordSignin(state, user);
  row.codeIsUsed = true;
  return { body: { json: tokenAnswer(row) } };
};

/** The old row goes, and the old access token with it. */
const redeemRefreshToken = async (state: State, exchange: Exchange, inputs: Inputs): Promise<Reply> => {
  const { application, secret, field } = inputs;
  if (secret !== '' && application.clientSecret !== secret) {
    return oauthError('invalid_client', 'client_secret is invalid');
  }
  const refreshToken = field('refresh_token');
  const old = state.tokens.find((each) => each.refreshToken === refreshToken && refreshToken !== '');
  if (old === undefined) return oauthError('invalid_grant', 'refresh token is invalid or revoked');
  if (old.expiresIn <= 0) return oauthError('invalid_grant', 'refresh token is expired');
  if (application.name !== old.application) {
    const found = `application.Name: [${application.name}], token.Application: [${old.application}]`;
    return oauthError('invalid_grant', `the token is for wrong application (client_id), ${found}`);
  }
  if (certificateOf(state, application) === undefined) {
    return oauthError('invalid_grant', `cert: ${application.cert} cannot be found`);
  }
  const expiry = claimsOf(refreshToken)?.exp;
  if (typeof expiry === 'number' && state.now().getTime() >= expiry * 1000) {
    return oauthError('invalid_grant', 'parse refresh token error: token has invalid claims: token is expired');
  }
  const user = userByName(state, old.organization, old.user);
  if (user === undefined) return refused(saying(exchange, 'user-unknown', `${old.organization}/${old.user}`));
  if (user.isForbidden) return forbidden();
  const scope = field('scope') || old.scope;
  const row = await mintToken(state, { application, user, scope, host: exchange.host });
  row.codeIsUsed = true;
  state.tokens.splice(state.tokens.indexOf(old), 1);
  return { body: { json: tokenAnswer(row) } };
};

/** `POST /api/login/oauth/refresh_token`: authenticates as introspection does, so that its refusals differ. */
export const refreshEndpoint = async (state: State, exchange: Exchange): Promise<Reply> => {
  const client = validateClient(state, exchange, true);
  if ('reply' in client) return client.reply;
  const field = (name: string) => exchange.input(name) || jsonText(exchange, name);
  if (field('grant_type') !== 'refresh_token') {
    return oauthError('unsupported_grant_type', 'grant_type should be refresh_token');
  }
  // A secret in the Basic header is not looked at here.
  const inputs = { application: client.application, secret: field('client_secret'), field };
  return redeemRefreshToken(state, exchange, inputs);
};

const forbidden = (): Reply =>
  oauthError('invalid_grant', 'the user is forbidden to sign in, please contact the administrator');

const jsonText = (exchange: Exchange, name: string): string => {
  const value = exchange.json?.[name];
  return typeof value === 'string' ? value : '';
};

/** The token endpoint is one of those that a browser may ask. */
const allowed = (reply: Reply): Reply => ({
  ...reply,
  headers: { 'access-control-allow-origin': '', ...reply.headers },
});
