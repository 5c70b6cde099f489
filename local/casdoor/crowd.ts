import { type Json, type JsonObject, type UserDocument, userDocument } from './documents';
import { addUser, type ListBytes, listedTemplate } from './listed-people';

/**
 * Many people of one organization, each made when somebody asks for them, and the same again each time. Nobody of them
 * has the name of another, nor of anybody who is written out.
 */
export type CrowdOptions = {
  size: number;
  /** What all have in common. */
  shared: JsonObject & { owner: string };
  /** By key, what it is for each place from 0 to `size` − 1. */
  told: ToldOfPerson;
};

export type ToldOfPerson = { readonly [key: string]: (place: number) => Json } & {
  readonly name: (place: number) => string;
};

export class Crowd {
  readonly owner: string;
  readonly size: number;
  readonly #blank: UserDocument;
  readonly #told: ToldOfPerson;
  readonly #add: (list: ListBytes, place: number) => void;
  /** Those whom a sign-in may have changed. */
  readonly #met = new Map<number, UserDocument>();
  readonly #columns = new Map<string, Json[]>();
  readonly #orders = new Map<string, Int32Array>();

  constructor(options: CrowdOptions) {
    this.owner = options.shared.owner;
    this.size = options.size;
    this.#blank = userDocument(options.shared);
    this.#told = options.told;
    this.#add = listedTemplate(this.#blank, options.told);
  }

  /** One key of one person, as they were made. */
  told(key: string, place: number): Json {
    const tell = this.#told[key];
    return tell === undefined ? (this.#blank[key] ?? null) : tell(place);
  }

  /** Kept from now on: whoever has it may write into it. */
  document(place: number): UserDocument {
    let document = this.#met.get(place);
    if (document === undefined) {
      document = userDocument({ ...this.#blank, ...this.#differing(place) });
      this.#met.set(place, document);
    }
    return document;
  }

  addTo(list: ListBytes, place: number): void {
    const met = this.#met.get(place);
    if (met === undefined) this.#add(list, place);
    else addUser(list, met);
  }

  /** By name, with its capitals. */
  named(name: string): UserDocument | undefined {
    const order = this.order('name', true);
    const names = this.#column('name');
    const at = countBefore(order, (place) => compared(names[place], name) < 0);
    const place = order[at];
    return place !== undefined && names[place] === name ? this.document(place) : undefined;
  }

  find(key: string, value: string): UserDocument | undefined {
    const place = this.#column(key).indexOf(value);
    return place < 0 ? undefined : this.document(place);
  }

  /** Places sorted once for each key that a list was asked by. Ties in the order of names. */
  order(key: string, isAscending: boolean): Int32Array {
    const kept = this.#orders.get(`${key} ${isAscending}`);
    if (kept !== undefined) return kept;
    const values = this.#column(key);
    const names = this.#column('name');
    const order = Int32Array.from({ length: this.size }, (_, place) => place).sort((one, other) => {
      const by = compared(values[one], values[other]);
      return by !== 0 ? (isAscending ? by : -by) : compared(names[one], names[other]);
    });
    if (this.#orders.size >= mostOrders) this.#orders.clear();
    this.#orders.set(`${key} ${isAscending}`, order);
    return order;
  }

  /** Whose value holds a text, whatever its capitals, in the order of the places. */
  holding(key: string, text: string, order: Int32Array): Int32Array {
    const values = this.#column(key);
    return order.filter((place) => holdsText(values[place], text));
  }

  /** How many come before somebody of such a value and name. */
  before(order: Int32Array, key: string, isAscending: boolean, { value, name }: { value: Json; name: string }): number {
    const values = this.#column(key);
    const names = this.#column('name');
    return countBefore(order, (place) => {
      const by = compared(values[place], value);
      return (by !== 0 ? (isAscending ? by : -by) : compared(names[place], name)) < 0;
    });
  }

  #differing(place: number): JsonObject {
    return Object.fromEntries(Object.entries(this.#told).map(([key, tell]) => [key, tell(place)]));
  }

  /** One key of everybody, as they were made: nothing changes what a list is searched by. */
  #column(key: string): Json[] {
    let column = this.#columns.get(key);
    if (column === undefined) {
      column = Array.from({ length: this.size }, (_, place) => this.told(key, place));
      if (this.#columns.size >= mostColumns) this.#columns.clear();
      this.#columns.set(key, column);
    }
    return column;
  }
}

/** A list is asked by name and searched in three keys; who asks for every key must not fill the memory. */
const mostOrders = 4;
const mostColumns = 8;

/** Case-insensitive, as a database compares. `text` is in lower case. */
export const holdsText = (value: Json | undefined, text: string): boolean =>
  String(value ?? '')
    .toLowerCase()
    .includes(text);

/** By bytes of UTF-8, so that capitals come first. */
export const compared = (one: Json | undefined, other: Json | undefined): number => {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [first, second] = [String(one ?? ''), String(other ?? '')];
  if (first === second) return 0;
  // Without surrogates, the units of a text stand in the order of its bytes.
  if (!surrogate.test(first) && !surrogate.test(second)) return first < second ? -1 : 1;
  return Buffer.compare(Buffer.from(first), Buffer.from(second));
};

const surrogate = /[\uD800-\uDFFF]/;

/** Of a row in which `isBefore` holds up to some place and no further, how many that are. */
const countBefore = (order: Int32Array, isBefore: (place: number) => boolean): number => {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(order[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
};
