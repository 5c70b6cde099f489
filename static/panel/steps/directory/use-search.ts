import { useEffect, useRef, useState } from 'react';

/** Milliseconds without a keystroke before the list is asked anew. */
const pause = 250;

/** What is typed at once, what is searched for a moment later. */
export const useSearch = (onSearch: () => void) => {
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const told = useRef(onSearch);
  told.current = onSearch;
  useEffect(() => {
    const next = typed.trim();
    if (next === search) return;
    const timer = setTimeout(() => {
      setSearch(next);
      told.current();
    }, pause);
    return () => clearTimeout(timer);
  }, [typed, search]);
  return { typed, type: setTyped, search };
};
