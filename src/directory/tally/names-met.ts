import { namedOthers } from '../../mapping/beside-others';
import type { Others } from './result-line';

/** How many people have something in common, and the first of them in the directory: as many as are ever said. */
export class NamesMet {
  count = 0;
  /** One more than are said, since nobody is told of oneself. */
  readonly #first: { at: number; name: string }[] = [];

  add(at: number, name: string): void {
    this.count += 1;
    const last = this.#first.at(-1);
    if (this.#first.length > namedOthers && last !== undefined && last.at < at) return;
    this.#first.push({ at, name });
    // Nearly always they come in order.
    if (last !== undefined && last.at > at) this.#first.sort((one, other) => one.at - other.at);
    if (this.#first.length > namedOthers + 1) this.#first.pop();
  }

  /** All but the one who stands there. */
  besides(at: number): Others {
    const names = this.#first.filter((one) => one.at !== at).map(({ name }) => name);
    return { names: names.slice(0, namedOthers), count: this.count - 1 };
  }
}
