/** What was typed in place of the client secret that stands in the plugin. */
export type MistakenSecret = 'padded' | 'client-id' | 'new-secret';

/**
 * What is easily given instead of the client secret that stands in the plugin now; null where it is none of that. Pure.
 * The new one, taken for the one that stands there, would not be written at all. No client secret of Casdoor has a blank
 * at its beginning or end.
 */
export const mistakenFor = (
  typed: string,
  { clientId, newSecret }: { clientId: string; newSecret: string | null },
): MistakenSecret | null => {
  if (typed.trim() !== typed) return 'padded';
  if (typed === clientId) return 'client-id';
  return typed === newSecret ? 'new-secret' : null;
};
