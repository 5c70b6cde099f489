import { type AuthorizationRequest, judgeAuthorizationRequest } from './authorization-request';
import type { UserDocument } from './documents';
import type { Exchange } from './exchange';
import { CannotMint, mintToken } from './mint-token';
import { allowedScope } from './scopes';
import type { State } from './state';

export type CodeRequest = AuthorizationRequest & {
  user: UserDocument;
  nonce: string;
  codeChallenge: string;
  signinMethod: string;
};

/** Why there is no code. `closesConnection`: Casdoor breaks off, rather than answering with an empty code. */
export type CodeRefused = { message: string; closesConnection: boolean };

/** Makes the tokens of somebody who has signed in, and a code for them that lives five minutes. Looks at the request once more. */
export const issueCode = async (
  state: State,
  exchange: Exchange,
  request: CodeRequest,
): Promise<{ code: string } | CodeRefused> => {
  const { user } = request;
  // Not translated, and without a capital: the words of another place in Casdoor.
  if (user.isForbidden) {
    const message = 'error: the user is forbidden to sign in, please contact the administrator';
    return { message, closesConnection: false };
  }
  const { message, application } = judgeAuthorizationRequest(state, exchange, request);
  if (message !== null || application === undefined) return { message: message ?? '', closesConnection: false };
  try {
    const row = await mintToken(state, {
      application,
      user,
      scope: allowedScope(request.scope, application) ?? '',
      host: exchange.host,
      nonce: request.nonce,
      signinMethod: request.signinMethod,
      codeChallenge: request.codeChallenge === 'null' ? '' : request.codeChallenge,
    });
    return { code: row.code };
  } catch (error) {
    if (error instanceof CannotMint) return { message: error.message, closesConnection: true };
    throw error;
  }
};
