import type { Claims, PersonOutcome, TokenFormat, Trail, TrailField } from '../contract/mapping';
import { tokenFormats } from '../contract/mapping';
import type { SignInOutcome, SignInResult } from '../contract/sign-in';
import { recommendedFor } from '../mapping/recommended-mapping';
import { signedInPerson } from '../mapping/signed-in-person';
import type { Given } from './evidence';

/** What a test sign-in came to, for somebody who reads the report and has no panel. */
export type SignInSummary = {
  /** Null: no link was made, for the reason that the report gives. */
  outcome: SignInOutcome | null;
  claims: { idToken: Claims | null; userinfo: Claims | null; getAccount: Claims | null };
  /** Names; their values were dropped before anything else happened. */
  withheld: string[];
  person: SignInPerson;
  /** The mapping that the person was read by; null where there were no claims. */
  by: 'given' | 'recommended' | null;
  tokenFormat: TokenFormat | null;
  steps: { name: string; ms: number; by: 'person' | 'network' }[];
};

/** The account as the plugin would have it. */
export type SignInPerson = {
  username: string | null;
  email: string | null;
  fullName: string | null;
  groups: string[] | null;
  outcome: PersonOutcome | null;
  /** Whole sentences. */
  reasons: string[];
};

const nobody: SignInPerson = { username: null, email: null, fullName: null, groups: null, outcome: null, reasons: [] };

/** A null result: the link could not even be made. */
export const signInSummary = (
  result: SignInResult | null,
  { mapping, target, patterns: engine }: Pick<Given, 'mapping' | 'target' | 'patterns'>,
): SignInSummary => {
  const claims = result?.claims ?? { id_token: null, userinfo: null, 'get-account': null };
  const format = tokenFormats.find((name) => name === result?.tokenFormat) ?? null;
  const withheld = result?.withheld ?? [];
  // Casdoor's own default where the application's format is not shown.
  const by = mapping ?? recommendedFor(target.plugin, format);
  const { person = null } = signedInPerson({ claims, withheld }, by, target, engine) ?? {};
  return {
    outcome: result?.outcome ?? null,
    claims: { idToken: claims.id_token, userinfo: claims.userinfo, getAccount: claims['get-account'] },
    withheld,
    person: person ? shownPerson(person) : nobody,
    by: person && (mapping === null ? 'recommended' : 'given'),
    tokenFormat: format,
    steps: (result?.stations ?? []).flatMap(({ name, ms, by }) => (ms === null || by === null ? [] : { name, ms, by })),
  };
};

const shownPerson = ({ fields, outcome, reasons }: Trail): SignInPerson => {
  const value = (name: TrailField['field']) => fields.find(({ field }) => field === name)?.value ?? null;
  const line = (name: TrailField['field']) => {
    const found = value(name);
    return Array.isArray(found) ? found.join(', ') : found;
  };
  const groups = value('groups');
  return {
    username: line('username'),
    email: line('email'),
    fullName: line('fullName'),
    groups: typeof groups === 'string' ? [groups] : groups && [...groups],
    outcome,
    reasons: [...reasons],
  };
};
