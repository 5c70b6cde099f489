import type { DryRunRow } from '../contract/dry-run';
import { isSameName } from '../mapping/same-name';
import type { Reach } from './prove-way-back';

/**
 * Who in Casdoor signs in to one account, by the rows of a dry run as they come. Whoever is turned away signs in to none.
 * That nobody does is believed only of an account that the dry run has met: one that was typed by its e-mail, made since,
 * or never read is not the same as one that nobody reaches.
 */
export class WhoReaches {
  readonly #account: string;
  readonly #keepsUnchanged: boolean;
  #isMet = false;
  #reach: Exclude<Reach, 'untold'> = null;

  /** @param options.keepsUnchanged Whether the rows tell of those whom nothing changes, too. */
  constructor(account: string, { keepsUnchanged }: { keepsUnchanged: boolean }) {
    this.#account = account;
    this.#keepsUnchanged = keepsUnchanged;
  }

  add({ kind, account, username, existing, outcome, displayName, name, groupsLost }: DryRunRow): void {
    const isOwn = (other: string | null | undefined) => typeof other === 'string' && isSameName(other, this.#account);
    if (kind === 'account' || this.#keepsUnchanged) this.#isMet ||= isOwn(existing?.username);
    if (kind !== 'person' || this.#reach !== null) return;
    const isTurnedAway = outcome === 'refused' || outcome === 'barred';
    if (isOwn(account) || (isOwn(username) && !isTurnedAway)) this.#reach = { by: displayName || name, groupsLost };
  }

  /** Of the rows that have come. */
  get reach(): Reach {
    return this.#reach ?? (this.#isMet ? null : 'untold');
  }
}
