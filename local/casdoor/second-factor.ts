import { createHmac } from 'node:crypto';
import type { Json, OrganizationDocument, UserDocument } from './documents';
import { timeText } from './state';

const secondsOfCode = 30;

/** The six digits that an authenticator app shows: RFC 6238 with SHA-1 and 30 seconds, of a secret in base32. */
export const passcodeAt = (secret: string, at: Date): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 1000 / secondsOfCode)));
  const digest = createHmac('sha1', bytesOfBase32(secret)).update(counter).digest();
  // RFC 4226 §5.3: the last four bits tell where to read.
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
};

/** Casdoor takes the code before and the code after too, since clocks differ. */
export const isRightPasscode = (user: UserDocument, passcode: string, now: Date): boolean =>
  [-1, 0, 1].some(
    (step) => passcodeAt(user.totpSecret, new Date(now.getTime() + step * secondsOfCode * 1000)) === passcode,
  );

/** Each code once. */
export const takeRecoveryCode = (user: UserDocument, code: string): string | null => {
  const left = user.recoveryCodes ?? [];
  if (left.length === 0) return 'do not have recovery codes';
  if (!left.includes(code)) return 'recovery code not found';
  user.recoveryCodes = left.filter((each) => each !== code);
  return null;
};

/** Whether a code is asked for after the password. */
export const owesSecondFactor = (user: UserDocument, now: Date): boolean =>
  user.preferredMfaType !== '' && user.totpSecret !== '' && !(Date.parse(user.mfaRememberDeadline) > now.getTime());

export const rememberSecondFactor = (user: UserDocument, organization: OrganizationDocument, now: Date): void => {
  user.mfaRememberDeadline = timeText(new Date(now.getTime() + rememberedHours(organization) * 3_600_000));
};

export const rememberedHours = (organization: OrganizationDocument): number => organization.mfaRememberInHours || 12;

/** What `/api/login` says of the factors that may be used; here that is an authenticator app and nothing else. */
export const factorsOf = (organization: OrganizationDocument): Json => [
  { enabled: true, isPreferred: true, mfaType: 'app', mfaRememberInHours: rememberedHours(organization) },
];

/** Whether a factor is required and not set up: by the person's own list where there is one, else by the organization's. */
export const lacksSecondFactor = (organization: OrganizationDocument, user: UserDocument): boolean => {
  const items = (user.mfaItems ?? []).length > 0 ? user.mfaItems : organization.mfaItems;
  const required = new Set((items ?? []).filter(({ rule }) => rule === 'Required').map(({ name }) => name));
  return (
    (required.has('app') && user.totpSecret === '') ||
    (required.has('email') && user.mfaEmailEnabled !== true) ||
    (required.has('sms') && user.mfaPhoneEnabled !== true)
  );
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

const bytesOfBase32 = (text: string): Buffer => {
  const bits = [...text.toUpperCase()].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
};
