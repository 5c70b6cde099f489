import type { FoundUser } from './user-shapes';

/** Who is in which groups. People who are in the same groups share one list, so that a million of them fit. */
export class Memberships {
  readonly #lists: string[][] = [[]];
  /** From a list and one more group to the list with it. */
  readonly #next = new Map<string, number>();
  readonly #of = new Map<string, number>();

  add(key: string, group: string): void {
    const from = this.#of.get(key) ?? 0;
    const list = this.#lists[from] ?? [];
    if (list.includes(group)) return;
    const step = `${from} ${group}`;
    let to = this.#next.get(step);
    if (to === undefined) {
      to = this.#lists.push([...list, group]) - 1;
      this.#next.set(step, to);
    }
    this.#of.set(key, to);
  }

  /** Not to be changed: others have the same list. */
  of({ key }: Pick<FoundUser, 'key'>): string[] {
    return this.#lists[this.#of.get(key) ?? 0] ?? [];
  }

  keys(): Iterable<string> {
    return this.#of.keys();
  }
}
