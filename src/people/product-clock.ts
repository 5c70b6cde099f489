import type { AskAtlassian } from '../atlassian/accounts/ask-atlassian';
import type { Asking } from '../atlassian/accounts/ask-json';

/** Milliseconds by which the product's clock is ahead of ours. */
export type ClockLead = {
  /** None, where the two may well agree: then a moment of the product is told as it stands there. */
  likely: number;
  /** It cannot be more: what is not before something by this, is not before it. */
  most: number;
};

/** A part of a second that the date of an answer leaves out. */
const second = 999;

/** Asks as before, and compares each answer's date with the moments between which it was made. */
export const comparingClocks = ({ ask, clock }: Asking): { ask: AskAtlassian; lead: () => ClockLead } => {
  let [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return {
    ask: async (path, signal) => {
      const before = clock.now();
      const attempt = await ask(path, signal);
      const date = attempt.answered ? Date.parse(attempt.value.headers.date ?? '') : Number.NaN;
      if (Number.isNaN(date)) return attempt;
      least = Math.max(least, date - clock.now());
      most = Math.min(most, date + second - before);
      return attempt;
    },
    lead: () => {
      if (most === Number.POSITIVE_INFINITY) return { likely: 0, most: 0 };
      return { likely: least <= 0 && most >= 0 ? 0 : Math.round((least + most) / 2), most };
    },
  };
};
