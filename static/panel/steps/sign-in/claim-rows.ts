import type { ClaimSource, Claims, ClaimValue, Mapping } from '../../../../src/contract/mapping';
import type { SignInResult } from '../../../../src/contract/sign-in';
import type { Plugin } from '../../../../src/contract/target';
import { claimsIn } from '../../../../src/mapping/username-expression';
import { labelsOf } from '../mapping/plugin-labels';

/** One claim as both sources have it. */
export type ClaimRow = {
  claim: string;
  /** "text", or both where the sources do not agree: "list or text". */
  type: string;
  /** Fields of the mapping that name it, as the plugin's screen spells them. */
  usedBy: string[];
  token: ClaimValue | undefined;
  beside: ClaimValue | undefined;
  /** Its path in the second source where that is another: get-account keeps the person below `data`. */
  besidePath: string;
  /** `value`: two values that are not the same. `shape`: one value, told as a list here and as a text there. */
  differs: 'value' | 'shape' | null;
  /** Why two values are no contradiction, or what to make of them. */
  note: string | null;
};

/** Where the second column comes from. */
export type Beside = Exclude<ClaimSource, 'id_token'>;

/** Userinfo, or get-account where the mapping had it asked instead. */
export const besideOf = (claims: SignInResult['claims']): Beside =>
  claims['get-account'] !== null ? 'get-account' : 'userinfo';

/** Both sources side by side: what the mapping uses first, then what differs, then the rest by name. */
export const claimRows = (claims: SignInResult['claims'], mapping: Mapping, plugin: Plugin): ClaimRow[] => {
  const token = claims.id_token ?? {};
  const source = besideOf(claims);
  const beside = spread(claims[source] ?? {}, source);
  const used = usesOf(mapping, plugin);
  const names = [...new Set([...Object.keys(token), ...beside.keys()])];
  const rows = names.map((claim): ClaimRow => {
    const one = Object.hasOwn(token, claim) ? token[claim] : undefined;
    const other = beside.get(claim);
    const isTold = one !== undefined && other !== undefined && !changesEachTime.has(claim);
    const differs = isTold ? differenceOf(one, other.value) : null;
    return {
      claim,
      type: typesOf(one, other?.value),
      usedBy: used.get(claim) ?? [],
      token: one,
      beside: other?.value,
      besidePath: other?.path ?? claim,
      differs,
      note: differs === 'value' ? noteOn(claim, token, other?.value) : null,
    };
  });
  return rows.sort((one, other) => rankOf(one) - rankOf(other) || (one.claim < other.claim ? -1 : 1));
};

/** Whether a row stands in the short list. Userinfo is short, so what it alone has is worth a line. */
export const isNotable = (row: ClaimRow, source: Beside): boolean =>
  row.usedBy.length > 0 || row.differs !== null || (source === 'userinfo' && row.token === undefined);

const rankOf = ({ usedBy, differs }: ClaimRow) => {
  if (differs === 'value' && usedBy.length > 0) return 0;
  if (usedBy.length > 0) return 1;
  return differs === 'value' ? 2 : differs === 'shape' ? 3 : 4;
};

type Placed = { value: ClaimValue; path: string };

/** What get-account has below `data` is about the person, and stands beside the token's claim of the same name. */
const spread = (claims: Claims, source: Beside): Map<string, Placed> => {
  const placed = new Map(Object.entries(claims).map(([path, value]): [string, Placed] => [path, { value, path }]));
  const data = source === 'get-account' ? claims.data : undefined;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return placed;
  placed.delete('data');
  for (const [name, value] of Object.entries(data)) {
    const path = `data.${name}`;
    placed.set(placed.has(name) ? path : name, { value, path });
  }
  return placed;
};

/** The fields of the mapping by the claim that they name. */
const usesOf = (mapping: Mapping, plugin: Plugin): Map<string, string[]> => {
  const labels = labelsOf[plugin];
  const { name } = mapping;
  const fields: [label: string, text: string][] = [
    [labels.username, mapping.username],
    [labels.email, mapping.email],
    ...('fullName' in name
      ? ([[labels.fullName, name.fullName]] as [string, string][])
      : ([
          [labels.firstName, name.firstName],
          [labels.lastName, name.lastName],
        ] as [string, string][])),
    [labels.groups, mapping.groups ?? ''],
  ];
  const uses = new Map<string, string[]>();
  for (const [label, text] of fields)
    for (const claim of claimsNamed(text, plugin, label === labels.groups)) {
      uses.set(claim, [...(uses.get(claim) ?? []), label]);
      // A whole path names the same claim as its last part does in the row.
      if (claim.startsWith('data.')) uses.set(claim.slice(5), [...(uses.get(claim.slice(5)) ?? []), label]);
    }
  return uses;
};

const claimsNamed = (text: string, plugin: Plugin, isGroups: boolean): string[] => {
  if (plugin === 'atlassian-dc' && !isGroups) return claimsIn(text);
  // miniOrange takes the first of several that is present.
  return (plugin === 'miniorange' ? text.split(';') : [text]).map((each) => each.trim()).filter((each) => each !== '');
};

/** Casdoor writes these at each sign-in: that the token and a later answer differ says nothing of the person. */
const changesEachTime: ReadonlySet<string> = new Set(['lastSigninTime', 'lastSigninIp', 'updatedTime']);

const differenceOf = (one: ClaimValue, other: ClaimValue): ClaimRow['differs'] => {
  if (canonical(one) === canonical(other)) return null;
  return canonical(listOf(one)) === canonical(listOf(other)) ? 'shape' : 'value';
};

const listOf = (value: ClaimValue): ClaimValue[] => (Array.isArray(value) ? value : [value]);

/** JSON in which the order of keys does not count. */
const canonical = (value: ClaimValue): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

/** Casdoor's own token formats have the person's name in `name`; userinfo has the full name there, as OpenID Connect does. */
const noteOn = (claim: string, token: Claims, other: ClaimValue | undefined): string =>
  claim === 'name' && typeof other === 'string' && other === token.displayName
    ? 'Another meaning: here it is the full name'
    : 'Another value than in the ID token';

const typesOf = (one: ClaimValue | undefined, other: ClaimValue | undefined): string =>
  [...new Set([one, other].flatMap((value) => (value === undefined ? [] : [typeOf(value)])))].join(' or ');

const typeOf = (value: ClaimValue): string => {
  if (value === null || value === '') return 'empty';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'string' ? 'text' : typeof value;
};
