import type { Mapping, Trail, TrailField } from '../../../../src/contract/mapping';
import type { TargetView, Version } from '../../../../src/contract/panel-calls';
import type { SignInResult } from '../../../../src/contract/sign-in';
import type { PatternEngine } from '../../../../src/mapping/pattern-rule';
import { recommendedFor } from '../../../../src/mapping/recommended-mapping';
import { signedInPerson } from '../../../../src/mapping/signed-in-person';

/** Whoever signed in, as Jira or Confluence would have them by the mapping in force. */
export type SeenPerson = {
  trail: Trail;
  mapping: Mapping;
  /** The version that is in force; null where none is saved, so that the recommended one is taken. */
  saved: Version<Mapping> | null;
  username: string | null;
  email: string | null;
  fullName: string | null;
  /** The username, or the e-mail where the plugin looks people up by that; null where there is none. */
  lookedFor: string | null;
  /** False where the plugin would turn them away, or where it is not certain for whom it would take them. */
  getsIn: boolean;
  /** What is lacking for an account that is not there yet; null where nothing is, or it cannot be told. */
  lacks: { kind: 'account' | 'full-name'; reason: string } | null;
};

/**
 * Null where nothing came that a mapping could be held against. What hangs on a regular expression is not certain until
 * there is an engine.
 */
export const personOf = (
  { claims, withheld, tokenFormat }: Pick<SignInResult, 'claims' | 'withheld' | 'tokenFormat'>,
  { settings, mapping: saved }: Pick<TargetView, 'settings' | 'mapping'>,
  engine?: PatternEngine,
): SeenPerson | null => {
  const { plugin, product, baseUrl, comparesIssuer } = settings.value;
  const mapping = saved?.value ?? recommendedFor(plugin, tokenFormat);
  const place = { plugin, product, comparesIssuer, baseUrl: baseUrl || null };
  const signedIn = signedInPerson({ claims, withheld }, mapping, place, engine);
  if (signedIn === null) return null;
  const { person: trail, asNew, key, standing } = signedIn;
  const fieldOf = (name: TrailField['field']) => {
    const value = trail.fields.find(({ field }) => field === name)?.value;
    return typeof value === 'string' && value.trim() !== '' ? value : null;
  };
  return {
    trail,
    mapping,
    saved,
    username: fieldOf('username'),
    email: fieldOf('email'),
    fullName: fieldOf('fullName'),
    lookedFor: fieldOf(key.field),
    getsIn: standing === 'gets-in',
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
