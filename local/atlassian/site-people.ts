import type { MadeUser, Population } from './population';

/** What has become of the people who were made: accounts as they are now, and groups that were added. */
export type PeopleChanges = { users: readonly MadeUser[]; groups: readonly string[] };

/** The people of a stand-in, arranged once for everything that is asked of them: a page costs its own people alone. */
export class SitePeople {
  readonly #population: Population | (() => Population);
  readonly #earlier: () => PeopleChanges;
  #arranged: Arranged | null = null;
  #changes: PeopleChanges | null = null;

  /** Made people are made when somebody asks for one, and changed as they were `earlier`. */
  constructor(
    population: Population | (() => Population),
    earlier: () => PeopleChanges = () => ({ users: [], groups: [] }),
  ) {
    this.#population = population;
    this.#earlier = earlier;
  }

  /** Another object after each change. */
  get changes(): PeopleChanges {
    this.#changes ??= this.#earlier();
    return this.#changes;
  }

  get all(): readonly MadeUser[] {
    return this.#get().all;
  }

  get active(): readonly MadeUser[] {
    return this.#get().active;
  }

  /** Names of all groups, empty ones too. */
  get groups(): readonly string[] {
    return [...this.#get().members.keys()];
  }

  /** Undefined where there is no such group. */
  members(group: string, includesInactive: boolean): readonly MadeUser[] | undefined {
    const members = this.#get().members.get(group);
    return includesInactive ? members?.all : members?.active;
  }

  /** Whatever the capitals. */
  named(name: string): MadeUser | undefined {
    const { all, placeOf } = this.#get();
    return all[placeOf.get(name.toLowerCase()) ?? -1];
  }

  /** From 0, in the order of the population. */
  placeOf({ name }: MadeUser): number {
    return this.#get().placeOf.get(name.toLowerCase()) ?? -1;
  }

  /** Whose name, e-mail or a word of the full name begins so. */
  beginningWith(text: string): MadeUser[] {
    const { all } = this.#get();
    const wanted = text.toLowerCase();
    const texts = this.#searchTexts();
    const words = marked(wanted);
    return all.filter((_, at) => texts[at]?.includes(`\n${wanted}`) || texts[at]?.includes(words));
  }

  /** In place of the account of that name, or a new one; its groups are made where there are none. */
  put(user: MadeUser): void {
    const { all, placeOf, members } = this.#get();
    const place = placeOf.get(user.name.toLowerCase());
    const users = place === undefined ? [...all, user] : all.with(place, user);
    this.#arranged = arranged({ users, emptyGroups: [...members.keys()] });
    // A group stays when its last member leaves.
    const groups = [...this.#get().members].flatMap(([name, { all }]) => (all.length === 0 ? [name] : []));
    this.#changes = { users: [...this.changes.users.filter(isOther(user)), user], groups };
  }

  #searchTexts(): string[] {
    const arranged = this.#get();
    arranged.searchTexts ??= arranged.all.map(({ name, email, displayName }) =>
      `\n${name}\n${email}${marked(displayName)}`.toLowerCase(),
    );
    return arranged.searchTexts;
  }

  #get(): Arranged {
    this.#arranged ??= arranged(
      changed(typeof this.#population === 'function' ? this.#population() : this.#population, this.changes),
    );
    return this.#arranged;
  }
}

const isOther = (user: MadeUser) => (other: MadeUser) => other.name.toLowerCase() !== user.name.toLowerCase();

const changed = ({ users, emptyGroups = [] }: Population, changes: PeopleChanges): Population => {
  const now = new Map(changes.users.map((user) => [user.name.toLowerCase(), user]));
  const there = new Set(users.map(({ name }) => name.toLowerCase()));
  return {
    users: [
      ...users.map((user) => now.get(user.name.toLowerCase()) ?? user),
      ...changes.users.filter(({ name }) => !there.has(name.toLowerCase())),
    ],
    emptyGroups: [...emptyGroups, ...changes.groups],
  };
};

/** With a sign before each word, since a name may have blanks in it too. */
const marked = (words: string): string => `\0${words.replaceAll(' ', ' \0')}`;

type Members = { all: MadeUser[]; active: MadeUser[] };

type Arranged = {
  all: readonly MadeUser[];
  active: readonly MadeUser[];
  members: Map<string, Members>;
  placeOf: Map<string, number>;
  searchTexts: string[] | null;
};

const arranged = ({ users, emptyGroups = [] }: Population): Arranged => {
  const members = new Map<string, Members>(emptyGroups.map((group) => [group, { all: [], active: [] }]));
  const placeOf = new Map<string, number>();
  for (const [at, user] of users.entries()) {
    const key = user.name.toLowerCase();
    // Of a name in two directories the upper one counts.
    if (!placeOf.has(key)) placeOf.set(key, at);
    for (const group of user.groups) {
      let list = members.get(group);
      if (list === undefined) {
        list = { all: [], active: [] };
        members.set(group, list);
      }
      list.all.push(user);
      if (user.active) list.active.push(user);
    }
  }
  return { all: users, active: users.filter(({ active }) => active), members, placeOf, searchTexts: null };
};
