import { type RefObject, useEffect } from 'react';

/** Milliseconds after a focus in which the browser itself may still be bringing it into view. */
const arrives = 500;

/**
 * What arrives above or around the element that has the focus moves it; whoever types there is not to lose sight of it.
 * One that was scrolled out of view on purpose stays there.
 */
export const useFocusInView = (place: RefObject<HTMLElement>): void => {
  useEffect(() => {
    const within = place.current;
    if (within === null) return;
    let focused: Element | null = null;
    let since = 0;
    let isSeen = false;
    const observer = new ResizeObserver(() => {
      if (focused === null || focused !== document.activeElement || !isSeen || isInView(focused)) return;
      focused.scrollIntoView({ block: 'nearest' });
    });
    const take = () => {
      focused = document.activeElement;
      since = performance.now();
      isSeen = true;
      observer.disconnect();
      // Whatever arrives beside it makes one of those around both larger.
      for (let each = focused?.parentElement; each && within.contains(each); each = each.parentElement)
        observer.observe(each);
    };
    const look = () => {
      if (focused !== null && performance.now() - since > arrives) isSeen = isInView(focused);
    };
    within.addEventListener('focusin', take);
    addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      within.removeEventListener('focusin', take);
      removeEventListener('scroll', look);
    };
  }, [place]);
};

const isInView = (element: Element): boolean => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
};
