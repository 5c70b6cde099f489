import { type RefObject, useEffect } from 'react';

/** Closes something that hangs over the page as soon as somebody presses, or goes, elsewhere. */
export const useClosing = (root: RefObject<HTMLElement>, isOpen: boolean, close: () => void): void => {
  useEffect(() => {
    if (!isOpen) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) close();
    };
    addEventListener('pointerdown', outside);
    addEventListener('focusin', outside);
    return () => {
      removeEventListener('pointerdown', outside);
      removeEventListener('focusin', outside);
    };
  }, [root, isOpen, close]);
};
