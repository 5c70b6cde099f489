import { namedOthers } from '../../mapping/beside-others';
import type { Others } from './result-line';

/** How many people have something in common, and the first of them by name: as many as are ever said. */
export class NamesMet {
  count = 0;
  /** One more than are said, since nobody is told of oneself. */
  readonly #first: { at: number; name: string }[] = [];

  add(at: number, name: string): void {
    this.count += 1;
    if (this.#first.length <= namedOthers) this.#first.push({ at, name });
  }

  /** All but the one who stands there. */
  besides(at: number): Others {
    const names = this.#first.filter((one) => one.at !== at).map(({ name }) => name);
    return { names: names.slice(0, namedOthers), count: this.count - 1 };
  }
}
