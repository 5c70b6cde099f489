import { maskedApplication } from './application-access';
import type { ApplicationDocument } from './documents';
import { answered, type Exchange, type Reply, refused, saying } from './exchange';
import { isRedirectUriAccepted, UnparsableAddress } from './redirect-match';
import { allowedScope } from './scopes';
import { applicationByClientId, type State } from './state';

export type AuthorizationRequest = { clientId: string; responseType: string; redirectUri: string; scope: string };

/** What is wrong with an authorization request, in the order in which Casdoor v3.158.0 looks; no message where nothing is. */
export const judgeAuthorizationRequest = (
  state: State,
  exchange: Exchange,
  request: AuthorizationRequest,
): { message: string | null; application: ApplicationDocument | undefined } => {
  if (!['code', 'token', 'id_token'].includes(request.responseType)) {
    return { message: saying(exchange, 'grant-unsupported', request.responseType), application: undefined };
  }
  const application = applicationByClientId(state, request.clientId);
  if (application === undefined) return { message: saying(exchange, 'client-unknown'), application };
  if (!isRedirectUriAccepted(request.redirectUri, application.redirectUris ?? [])) {
    return { message: saying(exchange, 'redirect-uri-refused', request.redirectUri), application };
  }
  if (allowedScope(request.scope, application) === null) {
    return { message: saying(exchange, 'scope-refused'), application };
  }
  return { message: null, application };
};

/** `get-app-login`: tells without anybody signing in whether client id, redirect URI and scopes are accepted. */
export const getAppLogin = (state: State, exchange: Exchange): Reply => {
  // Without `type=code` nothing is looked at.
  if (exchange.input('type') !== 'code') return answered(null);
  try {
    const { message, application } = judgeAuthorizationRequest(state, exchange, {
      clientId: exchange.input('clientId'),
      responseType: exchange.input('responseType'),
      redirectUri: exchange.input('redirectUri'),
      scope: exchange.input('scope'),
    });
    const shown = application === undefined ? null : maskedApplication(state, application);
    return message === null ? answered(shown) : refused(message, shown);
  } catch (error) {
    if (error instanceof UnparsableAddress) return { status: 500, body: { nothing: true } };
    throw error;
  }
};
