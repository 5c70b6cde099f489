import type { Attempted } from '../../apply/apply-target';
import { type Json, lettersOf } from '../file-provider';
import type { AuthconfigApi, AuthconfigSettings } from './authconfig-api';

const isButton = (key: string): boolean => lettersOf(key) === 'buttontext';

/** How the others spell the key of the button's text; null where there is no other to tell it. */
const toldButtonKey = ({ idps }: AuthconfigSettings): string | null =>
  idps.flatMap((idp) => Object.keys(idp)).find(isButton) ?? null;

/** `buttonText` in current versions, `button-text` in older ones. */
export const buttonKeyIn = (settings: AuthconfigSettings): string => toldButtonKey(settings) ?? 'buttonText';

/** Makes a configuration. Where no other one tells how the button's key is spelled, the older spelling is tried second. */
export const createIdp = async (
  api: AuthconfigApi,
  settings: AuthconfigSettings,
  idp: Json,
  signal: AbortSignal,
): Promise<Attempted<Json>> => {
  const made = await api.createIdp(idp, signal);
  if (made.ok || made.failure.code !== 'refused' || toldButtonKey(settings) !== null) return made;
  const older = Object.entries(idp).map(([key, value]) => [isButton(key) ? 'button-text' : key, value] as const);
  const madeSo = await api.createIdp(Object.fromEntries(older), signal);
  // What the current spelling was refused for is the better reason.
  return madeSo.ok ? madeSo : made;
};
