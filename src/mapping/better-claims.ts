import type { ClaimSource, Mapping, TokenFormat } from '../contract/mapping';
import { type Plugin, type Product, productNames } from '../contract/target';
import { isBlank } from './field-reading';
import type { JudgedPerson } from './judge-sample';
import { type ClaimField, type ClaimFigures, figuresOfClaim, type RankedSample, rankClaims } from './rank-claims';
import { recommendedMapping } from './recommended-mapping';
import { claimsIn } from './username-expression';

/** Where a field of a plugin looks, in its order. SSO for Atlassian Data Center asks userinfo for the username alone. */
export const sourcesOf = (mapping: Pick<Mapping, 'source'>, plugin: Plugin, field: ClaimField): ClaimSource[] => {
  if (plugin === 'atlassian-dc') return field === 'username' ? ['id_token', 'userinfo'] : ['id_token'];
  return [mapping.source ?? 'id_token'];
};

/** The one claim that a field names; null where it names none, or several. */
export const claimIn = (typed: string, plugin: Plugin, field: ClaimField): string | null => {
  const text = typed.trim();
  const isExpression = plugin === 'atlassian-dc' && field !== 'groups';
  const names = isExpression
    ? claimsIn(text)
    : (plugin === 'miniorange' ? text.split(';') : [text]).map((name) => name.trim()).filter((name) => name !== '');
  return names.length === 1 ? (names[0] ?? null) : null;
};

/** A claim as a field takes it. */
export const typedAs = (claim: string, plugin: Plugin, field: ClaimField): string =>
  plugin === 'atlassian-dc' && field !== 'groups' ? `\${${claim}}` : claim;

/** What people of a sample show to be wrong with one field. */
export type ShownFault = {
  /** A whole sentence. */
  text: string;
};

type FieldInSample = {
  field: ClaimField;
  /** The plugin finds people by this field. */
  isKey: boolean;
  judged: readonly JudgedPerson[];
  /** Null where nobody has a value. */
  current: ClaimFigures | null;
  /** The claims that could be there, the best first. */
  ranked: readonly ClaimFigures[];
  product: Product;
};

/**
 * Told only where another claim would do better: that some have no e-mail is nothing that a mapping mends. Accounts that
 * are not met count for the field alone by which the plugin finds people.
 */
export const faultShownBy = ({ field, isKey, judged, current, ranked, product }: FieldInSample): ShownFault | null => {
  const best = ranked.find(({ claim }) => claim !== current?.claim);
  if (best === undefined || field === 'groups') return null;
  const admitted = judged.filter(({ verdict }) => verdict.outcome !== 'barred');
  const name = productNames[product];
  if (isKey && best.inProduct !== null) {
    const met = judged.filter(({ isReached }) => isReached).length;
    const unmet = judged.length - met;
    if (best.inProduct > met)
      return {
        text: `${unmet} of ${judged.length} people find no account of ${name} by it; by ${best.claim} ${best.inProduct} of them find one.`,
      };
  }
  if (field === 'firstName' || field === 'lastName') return null;
  const without = admitted.filter(({ read }) => read[field].certain && isBlank(read[field].value)).length;
  // Now and then somebody has no name; another claim is no better for that.
  const areMany = field === 'email' ? without > 0 : without * 10 > admitted.length;
  if (!areMany || best.filled <= (current?.filled ?? 0)) return null;
  return { text: `${without} of ${admitted.length} people have nothing there${consequences[field](name)}` };
};

const consequences: Record<'username' | 'email' | 'fullName', (product: string) => string> = {
  username: () => ', and the plugin cannot tell who they are.',
  email: (product) => `, and ${product} makes no account without an e-mail.`,
  fullName: () => '. New accounts would get no full name.',
};

/** What is offered under a faulty field: at most three that do no worse than what stands there. */
export const betterClaims = (ranked: readonly ClaimFigures[], current: ClaimFigures | null): ClaimFigures[] =>
  ranked
    .filter(({ claim, filled, inProduct }) => {
      if (claim === current?.claim) return false;
      if (current === null) return true;
      const met = current.inProduct ?? 0;
      return met > 0 ? (inProduct ?? 0) >= met : (inProduct ?? 0) > 0 || filled >= current.filled;
    })
    .slice(0, 3);

/**
 * The mapping that works for this Casdoor: the one that its token format asks for, with another claim wherever that one
 * meets more of the accounts that are there, or fills a field that would stay empty.
 */
export const fittingMapping = (plugin: Plugin, format: TokenFormat, sample: RankedSample | null): Mapping => {
  const mapping = recommendedMapping(plugin, format);
  if (sample === null || sample.people.length === 0) return mapping;
  const best = (field: ClaimField, typed: string): string => {
    const sources = sourcesOf(mapping, plugin, field);
    const claim = claimIn(typed, plugin, field);
    const usual = claim === null ? null : figuresOfClaim(claim, field, sources, sample);
    const [first] = rankClaims(field, sources, plugin, sample);
    if (first === undefined) return typed;
    const meetsMore = (first.inProduct ?? 0) > (usual?.inProduct ?? 0);
    return usual === null || meetsMore ? typedAs(first.claim, plugin, field) : typed;
  };
  const { name } = mapping;
  return {
    ...mapping,
    username: best('username', mapping.username),
    email: best('email', mapping.email),
    name: 'fullName' in name ? { fullName: best('fullName', name.fullName) } : name,
  };
};
