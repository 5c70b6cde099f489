import { isObject, type Json } from './configuration';

/** The claims of a sign-in as the plugin finds them: nested keys by their whole path, else the first key of that name (rule 2). */
export class PluginClaims {
  readonly #byPath = new Map<string, unknown>();
  readonly #byName = new Map<string, unknown>();

  constructor(claims: Json) {
    this.#add(claims, '');
  }

  find(name: string): unknown {
    return this.#byPath.get(name) ?? this.#byName.get(name);
  }

  /** A text, or a number or truth value as it is spelled; empty for everything else. */
  text(name: string): string {
    const value = this.find(name);
    return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
  }

  /** The first value that looks like an e-mail address (rule 3). */
  anyEmail(): string {
    const values = [...this.#byPath.values()].flat();
    const found = values.find((value) => typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value));
    return typeof found === 'string' ? found : '';
  }

  /** A list, or one name. */
  names(name: string): string[] {
    const value = this.find(name);
    const list: unknown[] = Array.isArray(value) ? value : [value];
    return list.filter((one): one is string => typeof one === 'string' && one !== '');
  }

  #add(value: unknown, path: string): void {
    if (Array.isArray(value)) for (const inner of value) this.#add(inner, path);
    if (!isObject(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      const whole = path === '' ? key : `${path}.${key}`;
      if (!this.#byPath.has(whole)) this.#byPath.set(whole, inner);
      if (!this.#byName.has(key)) this.#byName.set(key, inner);
      this.#add(inner, whole);
    }
  }
}
