import type { SignInReturn } from '../checks/sign-in-evidence';
import type { SignInResult } from '../contract/sign-in';
import type { ExchangeOptions } from './exchange';
import type { Proof } from './proof';
import type { Exchanged, SignInQuestion } from './question';
import type { JudgeOptions } from './verdict';

/** What a test sign-in is made of after its link was pressed, without what is kept of it. */
export type SignInSteps = {
  newProof: () => Promise<Proof>;
  authorizationUrlOf: (question: SignInQuestion, proof: Proof) => URL;
  /** Never rejects for anything that Casdoor or the network does. */
  exchange: (options: ExchangeOptions) => Promise<Exchanged>;
  notExchanged: (signInReturn: SignInReturn) => Exchanged;
  judgeSignIn: (options: JudgeOptions) => SignInResult;
};

/** The steps themselves. Cryptography, protocol and catalogue are loaded with them, so only where something is judged. */
export const loadSteps = async (): Promise<SignInSteps> => {
  const [{ newProof, authorizationUrlOf }, { exchange, notExchanged }, { judgeSignIn }] = await Promise.all([
    import('./proof'),
    import('./exchange'),
    import('./verdict'),
  ]);
  return { newProof, authorizationUrlOf, exchange, notExchanged, judgeSignIn };
};
