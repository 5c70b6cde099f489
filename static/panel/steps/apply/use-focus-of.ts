import { useEffect, useRef } from 'react';

/** A focus that went with what was shown before goes to the first of these places that is there; the page stays where it is. */
export const useFocusOf = (shown: string, ...places: readonly string[]): void => {
  const before = useRef(shown);
  const wanted = useRef(places);
  wanted.current = places;
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    for (const id of wanted.current) {
      const place = document.getElementById(id);
      if (place) return place.focus({ preventScroll: true });
    }
  }, [shown]);
};
