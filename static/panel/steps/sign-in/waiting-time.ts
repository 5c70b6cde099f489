import type { SignInView } from '../../../../src/contract/sign-in';

/** Whether something of a test is still to come. */
export const isWaiting = (view: SignInView | null | undefined): boolean =>
  view?.state === 'open' || view?.state === 'at-casdoor' || view?.state === 'judging';

/** "9:42". */
export const leftOf = ({ expiresAt }: Pick<SignInView, 'expiresAt'>, now: number): string =>
  clockOf(Date.parse(expiresAt) - now);

/** Minutes and seconds of a span of milliseconds; one that is over is nothing. */
export const clockOf = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
