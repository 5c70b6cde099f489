import type { ApplicationAccess } from '../atlassian/accounts/application-roles';
import type { Untold } from '../atlassian/accounts/untold';
import type { DryRunProgress, DryRunRow, DryRunSums } from '../contract/dry-run';
import type { Account, Claims, Mapping } from '../contract/mapping';
import type { Target } from '../contract/target';
import type { ClaimingApplication, SignInFacts } from '../mapping/claims-from-directory';
import type { PatternEngine } from '../mapping/pattern-rule';
import type { Spill } from './spill';
import { Filling } from './tally/filling';

export type TallyOptions = {
  mapping: Mapping;
  target: Target;
  application: ClaimingApplication;
  signIn: SignInFacts;
  /** Left out: what hangs on a regular expression is not certain. */
  engine?: PatternEngine;
  /** Null: those that an installation comes with. */
  administratorGroups: readonly string[] | null;
  /** In how many parts people and accounts are held against each other: as many times less memory it takes. */
  parts: number;
};

/** What was read when a tally is finished. */
export type TallyRead = {
  people: {
    /** Of the reading's end: see `DirectoryEvent`. */
    missing: number;
    repeated: number;
    nameless: number;
    isLoose: boolean;
    /** Everybody was read, up to those who are `missing`. */
    isWhole: boolean;
  };
  /** Null: nobody asked who is there. */
  accounts: null | {
    /** Whoever is not among them has no account, as far as the product tells of inactive ones. */
    isWhole: boolean;
    /** Accounts without groups of their own have those that `addMembers` told, and no others that matter. */
    groupsWhole: boolean;
    /** Whoever is in none of the administering groups is no administrator. */
    administratorsWhole: boolean;
    /** Names of all groups of the product; null where they were not read. */
    groupsThere: readonly string[] | null;
    /** Null: not known. */
    access: readonly ApplicationAccess[] | null;
    untold: readonly Untold[];
  };
};

/** JSON: with the mark of the spill it is all that going on needs. It names groups and nobody. */
export type TallyState = {
  schema: 1;
  parts: number;
  /** Of the hashes by which lines are dealt to parts; nobody outside knows it. */
  seed: number;
  people: number;
  accounts: number;
  /** Of the groups whose members came, by the number that stands for each in the spill. */
  groups: string[];
  /** Of those that administer, the ones that accounts told themselves. */
  administering: string[];
  known: TallyKnown;
  /** Names of the group mapping that nobody had so far, and of how many people it cannot be told. */
  mappedUnseen: string[];
  groupsUnsure: number;
};

/** Certain before anything is matched. */
export type TallyKnown = Omit<DryRunProgress['known'], 'repeated'>;

/**
 * Holds a directory against the accounts that are there, in the memory of one part of both: a Grace hash join over a
 * spill. Pure but for the spill: the same people and accounts give the same rows and sums, in however many calls, parts
 * and stops.
 */
export type Tally = {
  /** The keys of a directory entry to scan. */
  names: readonly string[];
  /**
   * In the directory's order. `complete` gives the whole entry of one of them; it is asked where a rule looks at
   * everything, such as for an e-mail that has to be guessed, and during this call alone.
   */
  addPeople(people: readonly Claims[], complete: (index: number) => Claims): void;
  /** `keys`: by what `addMembers` names each; left out: its username without capitals (`nameKey`). */
  addAccounts(accounts: readonly Account[], keys?: readonly string[]): void;
  addMembers(group: string, keys: readonly string[]): void;
  /** Accounts and members are read anew, from the beginning. */
  forgetAccounts(): void;
  known(): TallyKnown;
  state(): TallyState;
  /**
   * All rows: people in the directory's order, then accounts that nobody reaches. An empty list is given between parts,
   * so that whoever runs it can breathe. Begun again after it was broken off, it gives the same.
   */
  finish(read: TallyRead): Generator<DryRunRow[], DryRunSums>;
};

/** @param from Where it goes on; the spill holds what it held at that moment. */
export const makeTally = (options: TallyOptions, spill: Spill, from?: TallyState): Tally =>
  new Filling(options, spill, from);
