import { randomUUID } from 'node:crypto';
import type { Product } from '../../src/contract/target';
import type { MadeUser } from './population';
import type { SitePeople } from './site-people';

/** One sign-in that led into the product. */
export type SignIn = { user: string; by: 'password' | 'plugin'; at: Date };

/** Who is signed in to a stand-in, by the browser's cookie. */
export class SiteSessions {
  /** In the order in which they came. */
  readonly signIns: SignIn[] = [];
  readonly #people: SitePeople;
  readonly #now: () => Date;
  readonly #cookie: string;
  readonly #open = new Map<string, string>();

  constructor(product: Product, people: SitePeople, now: () => Date) {
    // Cookies know no port: two stand-ins on one host must not sign each other out.
    this.#cookie = `standin_${product}`;
    this.#people = people;
    this.#now = now;
  }

  /** Opens a session, and gives the cookie for it. */
  open(user: string, by: SignIn['by']): string {
    const id = randomUUID();
    this.#open.set(id, user);
    this.signIns.push({ user, by, at: this.#now() });
    return `${this.#cookie}=${id}; Path=/; HttpOnly; SameSite=Lax`;
  }

  userOf(cookies: string | undefined): MadeUser | undefined {
    const user = this.#open.get(this.#idIn(cookies));
    return user === undefined ? undefined : this.#people.named(user);
  }

  close(cookies: string | undefined): void {
    this.#open.delete(this.#idIn(cookies));
  }

  #idIn(cookies: string | undefined): string {
    return new RegExp(`(?:^|; )${this.#cookie}=([^;]+)`).exec(cookies ?? '')?.[1] ?? '';
  }
}
