import type { ApplicationDocument, UserDocument } from './documents';
import { type Language, message } from './messages';
import { type State, timeText } from './state';

/**
 * Casdoor's own look at a password; null where it is right, else what it says. After `failedSigninLimit` wrong ones the
 * person waits `failedSigninFrozenTime` minutes.
 */
export const passwordComplaint = (
  state: State,
  application: ApplicationDocument,
  user: UserDocument,
  password: string,
  language: Language,
): string | null => {
  const limit = application.failedSigninLimit || 5;
  const minutes = application.failedSigninFrozenTime || 15;
  if (user.signinWrongTimes >= limit) {
    const passed = (state.now().getTime() - Date.parse(user.lastSigninWrongTime)) / 60_000;
    if (passed < minutes) return message(language, 'user-frozen', String(Math.ceil(minutes - passed)));
    user.signinWrongTimes = 0;
  }
  if (user.password === password && password !== '') {
    user.signinWrongTimes = 0;
    return null;
  }
  user.signinWrongTimes += 1;
  if (user.signinWrongTimes >= limit) user.lastSigninWrongTime = timeText(state.now());
  return message(language, 'password-wrong', String(limit - user.signinWrongTimes));
};

/** Noted after the token was made, so that the token tells of the sign-in before. */
export const recordSignin = (state: State, user: UserDocument): void => {
  const now = timeText(state.now());
  Object.assign(user, { lastSigninTime: now, lastSigninIp: '127.0.0.1', updatedTime: now });
};
