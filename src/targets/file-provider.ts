import type { PluginSettings } from '../checks/evidence';
import type { Mapping } from '../contract/mapping';
import { Secret } from '../secrets/secret';

/** One identity provider of an exported file, its secret apart. */
export type FileProvider = {
  /** As the file numbers it; empty where it does not. */
  id: string;
  name: string;
  settings: PluginSettings;
  /** Separated by spaces; empty where the file has none. */
  scopes: string;
  comparesIssuer: boolean;
  /** Null where the file leaves a part of it open. */
  mapping: Mapping | null;
  secret: Secret | null;
  /** Whole sentences: what could not be used, and why. */
  notes: string[];
};

/** Characters; no setting is longer. */
const longestText = 2000;

export type Json = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A part of an exported file. Builds spell its keys with more or fewer separators (`ACCESSTOKEN_END_POINT`,
 * `ACCESS_TOKEN_END_POINT`; `client-id`, `clientId`), so only letters and digits count.
 */
export class Section {
  readonly #values = new Map<string, unknown>();

  constructor(json: unknown) {
    if (isObject(json)) for (const [key, value] of Object.entries(json)) this.#values.set(lettersOf(key), value);
  }

  /** The first of the keys that is there and not null. */
  get(...keys: string[]): unknown {
    for (const key of keys) {
      const value = this.#values.get(lettersOf(key));
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  }

  /** Text without blanks around it; empty where there is none. */
  text(...keys: string[]): string {
    return this.verbatim(...keys).trim();
  }

  /**
   * The text exactly as it stands, blanks and all: the plugin sends a secret or client ID so, and Casdoor compares it
   * character by character.
   */
  verbatim(...keys: string[]): string {
    const value = this.get(...keys);
    return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, longestText) : '';
  }

  /** A truth value, which some builds write as text; undefined where there is none. */
  flag(...keys: string[]): boolean | undefined {
    const value = this.get(...keys);
    if (typeof value === 'boolean') return value;
    return typeof value === 'string' && /^(true|false)$/i.test(value.trim()) ? /^true$/i.test(value.trim()) : undefined;
  }

  /** The texts of a list, or the words of a text. */
  words(...keys: string[]): string[] {
    const value = this.get(...keys);
    const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/[\s,]+/) : [];
    return list
      .filter((word): word is string => typeof word === 'string' && word.trim() !== '')
      .map((word) => word.trim());
  }

  section(...keys: string[]): Section {
    return new Section(this.get(...keys));
  }
}

/** What counts of a key. */
export const lettersOf = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * What each provider is called by: the file's own number where it is one of a kind, else its place. Never changes for a
 * file, and is what the panel sends back.
 */
export const withKeys = <T extends { id: string }>(providers: readonly T[]): (T & { key: string })[] =>
  providers.map((one, at) => {
    const isOwn = one.id !== '' && providers.filter(({ id }) => id === one.id).length === 1;
    return { ...one, key: isOwn ? `id:${one.id}` : `place:${at + 1}` };
  });

/** An address of the file without credentials that stand in it; what is no URL stays as it is, for a check to see. */
export const addressOf = (text: string): string | null => {
  if (text === '') return null;
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  if (url.username === '' && url.password === '') return text;
  url.username = '';
  url.password = '';
  return url.href;
};

/** The secret, without taking a row of stars for one. */
export const secretIn = (text: string): Secret | null => (/^[*•●\s]*$/.test(text) ? null : new Secret(text));
