import { type Json, Section } from '../file-provider';
import type { DocumentKey } from './document-keys';
import { keyIn } from './provider-place';
import { groupNamesIn, textsIn } from './read-rules';

/**
 * A section that is being edited. A value is written where this build has it, in the form in which it stands there, and
 * only where it says something else today.
 */
export class SectionEdit {
  #json: Json;
  /** How truth values are written where none stands there. */
  readonly #flagsAreTexts: boolean;

  constructor(json: Json, flagsAreTexts: boolean) {
    this.#json = json;
    this.#flagsAreTexts = flagsAreTexts;
  }

  get json(): Json {
    return this.#json;
  }

  has({ names }: DocumentKey): boolean {
    return keyIn(this.#json, names) !== undefined;
  }

  text({ names }: DocumentKey): string {
    return this.#section.text(...names);
  }

  isOn({ names }: DocumentKey): boolean | undefined {
    return this.#section.flag(...names);
  }

  setText({ names }: DocumentKey, value: string): void {
    const now = this.#section.get(...names);
    // A number is what some builds make of a text of digits.
    if (typeof now === 'number' ? String(now) !== value : now !== value) this.#put(names, value);
  }

  setFlag({ names }: DocumentKey, value: boolean): void {
    if (this.#section.flag(...names) === value) return;
    const now = this.#section.get(...names);
    const isText = now === undefined ? this.#flagsAreTexts : typeof now === 'string';
    this.#put(names, isText ? String(value) : value);
  }

  /** A flag that is off where it is not there. */
  setFlagIfOther(key: DocumentKey, value: boolean): void {
    if ((this.isOn(key) ?? false) !== value) this.setFlag(key, value);
  }

  /** Words in whatever order. */
  setWords({ names }: DocumentKey, words: readonly string[]): void {
    const now = new Set(this.#section.words(...names));
    if (now.size === new Set(words).size && words.every((word) => now.has(word))) return;
    this.#put(names, Array.isArray(this.#section.get(...names)) ? [...words] : words.join(' '));
  }

  setNames({ names }: DocumentKey, wanted: readonly string[], form: 'list' | 'text'): void {
    const now = this.#section.get(...names);
    if (isSameList(namesIn(now), wanted)) return;
    const isList = now === undefined ? form === 'list' : Array.isArray(now);
    this.#put(names, isList ? [...wanted] : wanted.join(';'));
  }

  /** Groups that nothing leads into any more stay in the list, where the plugin shows them. */
  setGroupNames({ names }: DocumentKey, wanted: Readonly<Record<string, readonly string[]>>): void {
    const now = this.#section.get(...names);
    const rows = new Map<string, unknown>(typeof now === 'object' && now !== null ? Object.entries(now) : []);
    const areLists = [...rows.values()].some(Array.isArray);
    const formOf = (list: readonly string[]) => (areLists ? [...list] : list.join(';'));
    let differs = false;
    const put = (group: string, list: readonly string[]) => {
      if (isSameList(namesIn(rows.get(group)), list)) return;
      rows.set(group, formOf(list));
      differs = true;
    };
    for (const group of Object.keys(groupNamesIn(now))) if (!Object.hasOwn(wanted, group)) put(group, []);
    for (const [group, list] of Object.entries(wanted)) put(group, list);
    if (differs) this.#put(names, Object.fromEntries(rows));
  }

  get #section(): Section {
    return new Section(this.#json);
  }

  #put(names: readonly [string, ...string[]], value: unknown): void {
    this.#json = { ...this.#json, [keyIn(this.#json, names) ?? names[0]]: value };
  }
}

/** The names of a list or text, without those that are blank. */
export const namesIn = (value: unknown): string[] => textsIn(value).filter((name) => name.trim() !== '');

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name, at) => name === other[at]);
