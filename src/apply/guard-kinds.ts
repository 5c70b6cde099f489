import type { Guard } from '../contract/apply';

/** Not to be overruled. */
export const firm = (id: string, holds: boolean, { yes, no }: { yes: string; no: string }): Guard => ({
  id,
  holds,
  canBeOverruled: false,
  message: holds ? yes : no,
  consequence: null,
});

/** To be overruled by whoever has read what may happen. */
export const soft = (
  id: string,
  holds: boolean,
  { yes, no, consequence }: { yes: string; no: string; consequence: string },
): Guard => ({ id, holds, canBeOverruled: true, message: holds ? yes : no, consequence: holds ? null : consequence });
