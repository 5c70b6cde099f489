import type { Mapping, Trail } from '../../../../src/contract/mapping';
import type { TargetView, Version } from '../../../../src/contract/panel-calls';
import type { SignInResult } from '../../../../src/contract/sign-in';
import { mapPerson } from '../../../../src/mapping/map-person';
import { recommendedMapping } from '../../../../src/mapping/recommended-mapping';
import { tokenFormatNamed } from '../mapping/claim-hint';

/** Whoever signed in, as Jira or Confluence would have them by the mapping in force. */
export type SeenPerson = {
  trail: Trail;
  mapping: Mapping;
  /** The version that is in force; null where none is saved, so that the recommended one is taken. */
  saved: Version<Mapping> | null;
  username: string | null;
  email: string | null;
  fullName: string | null;
  /** False where the plugin would turn them away, or where it is not certain under which name it would look for them. */
  getsIn: boolean;
  /** What is lacking for an account that is not there yet; null where nothing is, or it cannot be told. */
  lacks: { kind: 'account' | 'full-name'; reason: string } | null;
};

/** Null where nothing came that a mapping could be held against. */
export const personOf = (
  { claims, tokenFormat }: Pick<SignInResult, 'claims' | 'tokenFormat'>,
  { settings, mapping: saved }: Pick<TargetView, 'settings' | 'mapping'>,
): SeenPerson | null => {
  const bySource = Object.fromEntries(Object.entries(claims).filter(([, each]) => each !== null));
  if (Object.keys(bySource).length === 0) return null;
  const { plugin, product, baseUrl, comparesIssuer } = settings.value;
  const mapping = saved?.value ?? recommendedMapping(plugin, tokenFormatNamed(tokenFormat ?? undefined) ?? 'JWT');
  const place = { plugin, product, comparesIssuer, baseUrl: baseUrl || null };
  const trail = mapPerson(bySource, mapping, place);
  const asNew = mapPerson(bySource, mapping, place, null);
  const fieldOf = (name: 'username' | 'email' | 'fullName') => {
    const value = trail.fields.find(({ field }) => field === name)?.value;
    return typeof value === 'string' && value.trim() !== '' ? value : null;
  };
  const username = fieldOf('username');
  const isCertain = trail.fields.some(({ field, certain }) => field === 'username' && certain);
  return {
    trail,
    mapping,
    saved,
    username,
    email: fieldOf('email'),
    fullName: fieldOf('fullName'),
    getsIn: username !== null && isCertain && !turnedAway.has(trail.outcome),
    lacks: lackingFor(asNew),
  };
};

const lackingFor = ({ outcome, reasons, fields }: Trail): SeenPerson['lacks'] => {
  const reason = reasons.join(' ');
  if (outcome === 'refused') return { kind: 'account', reason };
  const name = fields.find(({ field }) => field === 'fullName');
  const isNameless = outcome === 'created' && name?.certain === true && (name.value === null || name.value === '');
  return isNameless ? { kind: 'full-name', reason } : null;
};

const turnedAway: ReadonlySet<Trail['outcome']> = new Set(['refused', 'collides', 'barred']);
