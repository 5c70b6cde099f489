import { useSyncExternalStore } from 'react';

const query = '(max-width: 759px)';

const subscribe = (tell: () => void) => {
  const media = matchMedia(query);
  media.addEventListener('change', tell);
  return () => media.removeEventListener('change', tell);
};

/** Whether there is the room of a telephone alone, as in the sheets. */
export const useIsNarrow = (): boolean => useSyncExternalStore(subscribe, () => matchMedia(query).matches);
