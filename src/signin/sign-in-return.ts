import type { SignInReturn } from '../checks/sign-in-evidence';
import { Secret } from '../secrets/secret';
import type { SignInQuestion } from './question';
import type { Strike } from './strike';

/** What came back, and the code where there was one that may be redeemed. */
type ReadReturn = { signInReturn: SignInReturn; code: Secret | null };

/** Casdoor's codes have 20 characters; nobody's have more than this. */
const longestCode = 2048;
const longestText = 500;
/** Redeeming this makes Casdoor create a user (v3.158.0). */
const guestCode = 'guest-user';

/** Reads the query of a callback (RFC 6749 §4.1.2, RFC 9207 §2). What comes twice is taken for nothing. */
export const readReturn = (
  callback: URL,
  question: Pick<SignInQuestion, 'issuer'>,
  state: Secret,
  strike: Strike,
): ReadReturn => {
  const one = (name: string): string | null => {
    const values = callback.searchParams.getAll(name);
    return values.length === 1 && values[0] !== '' ? (values[0] ?? null) : null;
  };
  const foreign = (
    why: Extract<SignInReturn, { kind: 'foreign' }>['why'],
    expected: string | null = null,
    actual: string | null = null,
  ): ReadReturn => ({ signInReturn: { kind: 'foreign', why, expected, actual }, code: null });
  const short = (text: string | null) => (text === null ? null : strike.text(text).slice(0, longestText));

  if (one('state') !== state.expose()) return foreign('neither');
  if (callback.searchParams.has('code') && callback.searchParams.has('error')) return foreign('code-and-error');
  const issuers = callback.searchParams.getAll('iss');
  if (issuers.some((issuer) => issuer !== question.issuer))
    return foreign(
      'issuer-differs',
      question.issuer,
      short(issuers.find((issuer) => issuer !== question.issuer) ?? null),
    );
  const error = short(one('error'));
  if (error !== null)
    return { signInReturn: { kind: 'error', error, description: short(one('error_description')) }, code: null };
  const code = one('code');
  if (code === null || code.length > longestCode || code === guestCode) return foreign('neither');
  return { signInReturn: { kind: 'code' }, code: new Secret(code) };
};
