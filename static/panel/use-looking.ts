import { useEffect } from 'react';

/** A tab that is behind others this long, in milliseconds, is looked at by nobody; whoever comes back sees the result. */
const hiddenAtMost = 120_000;

/** Looks again and again while something is to come; not for long behind other tabs, and at once when it is seen again. */
export const useLooking = (isOn: boolean, milliseconds: number, look: () => Promise<void>) => {
  useEffect(() => {
    if (!isOn) return;
    let timer: ReturnType<typeof setTimeout>;
    let turn = 0;
    let hiddenSince = document.hidden ? Date.now() : null;
    const goOn = (mine: number) => {
      if (mine !== turn || (hiddenSince !== null && Date.now() - hiddenSince > hiddenAtMost)) return;
      timer = setTimeout(() => void look().then(() => goOn(mine)), milliseconds);
    };
    const turned = () => {
      hiddenSince = document.hidden ? (hiddenSince ?? Date.now()) : null;
      if (document.hidden) return;
      clearTimeout(timer);
      turn += 1;
      const mine = turn;
      void look().then(() => goOn(mine));
    };
    document.addEventListener('visibilitychange', turned);
    goOn(turn);
    return () => {
      turn = -1;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', turned);
    };
  }, [isOn, milliseconds, look]);
};
