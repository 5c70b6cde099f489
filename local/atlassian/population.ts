import { randomOf } from '../casdoor/random';

/** One made-up account of Jira or Confluence. */
export type MadeUser = {
  name: string;
  displayName: string;
  email: string;
  active: boolean;
  /** Names of its groups. */
  groups: string[];
};

/** Everybody of a stand-in. Groups are those that somebody is in, and those that are named as empty. */
export type Population = { users: readonly MadeUser[]; emptyGroups?: readonly string[] };

const given = 'Amara Bjorn Chidi Dalia Émile Fatima Goran Hana Ivo Jun Kofi Leila Mateo Noor Oskar Priya'.split(' ');
const family = 'Adeyemi Brandt Costa Dvořák Eriksen Fofanah García Haddad Ito Jansen Kaya Lopez Müller Nowak'.split(
  ' ',
);
/** Of a hundred accounts, how many are not active. */
const inactive = 4;

/** People who are the same for the same seed. Every account is in `jira-software-users` or `confluence-users`. */
export const makePopulation = ({ seed, size }: { seed: number; size: number }): Population => {
  const random = randomOf(seed);
  const users = Array.from({ length: size }, (_, at): MadeUser => {
    const [first, last] = [random.pick(given), random.pick(family)];
    const plain = `${first}.${last}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    const name = `${plain}${at}`;
    const groups = ['jira-software-users', 'confluence-users'];
    if (at < Math.max(1, size / 1000)) groups.push('jira-administrators', 'confluence-administrators');
    if (random.below(3) === 0) groups.push(`team-${random.below(20)}`);
    return {
      name,
      displayName: `${first} ${last}`,
      email: `${name}@acme.example`,
      active: random.below(100) >= inactive,
      groups,
    };
  });
  return { users };
};
