export type Json = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How an import goes wrong; a test turns these while the stand-in runs. */
export type ImportSwitches = {
  /** Where the plugin stops for good: before anything, after clearing, in the middle, or when all of it is in. */
  diesAt: 'start' | 'cleared' | 'half' | 'end' | null;
  /** It stops in the middle and says SUCCESS. */
  writesHalf: boolean;
  /** A key that never arrives, wherever it stands. */
  losesKey: string | null;
  /** As 1.1.28 does. */
  clearsFirst: boolean;
  /** As 1.1.28 does: what is no JSON clears everything, and the answer is SUCCESS. Otherwise it is refused. */
  wipesOnMalformed: boolean;
};

export type ImportOutcome = 'imported' | 'refused' | 'died';

/**
 * What the plugin keeps. It knows the keys that it has and no others; an import is one value after the other, and a text
 * that is missing becomes an empty one.
 */
export class Configuration {
  #stored: Json;
  readonly #isFlat: boolean;
  /** A provider as it is before anything is set. */
  readonly #blank: Json;

  constructor(stored: Json) {
    this.#stored = stored;
    const providers = stored[listKey];
    this.#isFlat = !Array.isArray(providers);
    this.#blank = Array.isArray(providers) && isObject(providers[0]) ? emptied(providers[0]) : {};
  }

  get stored(): Json {
    return this.#stored;
  }

  /** As somebody changes it on the plugin's own screens. */
  change(change: (stored: Json) => Json): void {
    this.#stored = change(this.#stored);
  }

  import(text: string, switches: ImportSwitches): ImportOutcome {
    const { diesAt } = switches;
    const given = parsed(text);
    if (given === undefined && !switches.wipesOnMalformed) return 'refused';
    if (diesAt === 'start') return 'died';
    if (switches.clearsFirst) this.#clear();
    if (diesAt === 'cleared') return 'died';
    const steps = given === undefined ? [] : this.#steps(given, switches.losesKey);
    const isCut = diesAt === 'half' || switches.writesHalf;
    for (const { path, value } of isCut ? steps.slice(0, Math.floor(steps.length / 2)) : steps)
      this.#stored = put(this.#stored, path, value) as Json;
    return diesAt === null ? 'imported' : 'died';
  }

  #clear(): void {
    const { PLUGIN_NAME, PLUGIN_VERSION, ...rest } = this.#stored;
    this.#stored = {
      PLUGIN_NAME,
      PLUGIN_VERSION,
      ...Object.fromEntries(
        Object.entries(rest).map(([key, value]) => [
          key,
          key === listKey ? [] : isObject(value) ? emptied(value) : value,
        ]),
      ),
    };
  }

  /** Every value that is put in, in order. */
  #steps(given: Json, losesKey: string | null): Step[] {
    const steps: Step[] = [];
    const section = (path: Path, blank: unknown, found: unknown) => {
      if (!isObject(blank)) return;
      for (const [key, empty] of Object.entries(blank)) {
        const value = isObject(found) ? found[key] : undefined;
        const isLost = key === losesKey || value === undefined || value === null;
        steps.push({ path: [...path, key], value: isLost ? empty : value });
      }
    };
    const sections = (path: Path, blank: Json, found: unknown) => {
      for (const [key, inner] of Object.entries(blank)) {
        const value = isObject(found) ? found[key] : undefined;
        if (isObject(inner)) section([...path, key], inner, value);
        else if (path.length > 0) steps.push({ path: [...path, key], value: value ?? inner });
      }
    };
    const list = given[listKey];
    if (!this.#isFlat && Array.isArray(list))
      for (const [at, provider] of list.entries()) {
        steps.push({ path: [listKey, at], value: this.#blank });
        sections([listKey, at], this.#blank, provider);
      }
    sections([], emptied(this.#stored), given);
    return steps;
  }
}

const listKey = 'Identity Providers';

type Path = readonly (string | number)[];
type Step = { path: Path; value: unknown };

const put = (json: unknown, [first, ...rest]: Path, value: unknown): unknown => {
  if (first === undefined) return value;
  if (Array.isArray(json)) {
    const list: unknown[] = [...json];
    list[Number(first)] = put(list[Number(first)], rest, value);
    return list;
  }
  const own: Json = isObject(json) ? json : {};
  return { ...own, [first]: put(own[first], rest, value) };
};

/** Objects one level deep are sections; what stands in a section is a value. */
const emptied = (json: Json): Json =>
  Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      isObject(value) && isSectionName(key) ? emptied(value) : emptyOf(value),
    ]),
  );

const isSectionName = (key: string): boolean => key.includes(' ');

const emptyOf = (value: unknown): unknown => {
  if (typeof value === 'string') return '';
  if (typeof value === 'boolean') return false;
  if (Array.isArray(value)) return [];
  return isObject(value) ? {} : value;
};

const parsed = (text: string): Json | undefined => {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
};
