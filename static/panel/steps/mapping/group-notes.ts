import type { ClaimSource, Claims } from '../../../../src/contract/mapping';
import type { MappingSample } from '../../../../src/contract/panel-calls';

/** Every name that a claim of groups holds for somebody of a sample; null where that is no list for anybody. */
export const namesSent = (
  sample: Pick<MappingSample, 'people'> | null,
  source: ClaimSource,
  claim: string | null,
): ReadonlySet<string> | null => {
  if (sample === null || claim === null) return null;
  const lists = sample.people.flatMap(({ bySource }) => {
    const value = listIn(bySource[source], claim);
    return value === null ? [] : [value];
  });
  return lists.length === 0 ? null : new Set(lists.flat());
};

const listIn = (claims: Claims | undefined, claim: string): string[] | null => {
  const data = claims?.data;
  const inner = typeof data === 'object' && data !== null && !Array.isArray(data) ? data[claim] : undefined;
  const value = claims?.[claim] ?? inner;
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : null;
};

/** What is to be said of names that lead into a group: the plugin compares them exactly. Null where nothing is. */
export const noteOnNames = (names: readonly string[], sent: ReadonlySet<string> | null): string | null => {
  if (names.length === 0) return 'Nothing leads into this group, so it is not mapped.';
  if (sent === null) return null;
  const unknown = names.find((name) => !sent.has(name));
  if (unknown === undefined) return null;
  const near = [...sent].find((name) => isNear(name, unknown));
  return near === undefined
    ? `Casdoor sends ${unknown} for nobody of these people.`
    : `Casdoor sends ${near}, not ${unknown}; the plugin compares them exactly.`;
};

/** They differ by the organization in front, by capitals, or by blanks. */
const isNear = (name: string, other: string): boolean => key(name) === key(other);
const key = (name: string): string =>
  name
    .slice(name.lastIndexOf('/') + 1)
    .trim()
    .toLowerCase();
