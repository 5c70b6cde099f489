import * as v from 'valibot';
import type { Product } from '../../src/contract/target';
import type { PeopleChanges } from '../atlassian/site-people';
import type { AtlassianStandIn } from '../atlassian/start';
import type { World } from '../casdoor/documents';
import type { DemoPlugins } from './start-demo';

/** Where the demo keeps what was changed in its stand-ins, so that a process that is ended loses nothing that an apply wrote. */
export type DemoKeeping = { read: () => Promise<unknown>; write: (kept: KeptDemo) => Promise<void> };

const json = v.record(v.string(), v.unknown());
const user = v.object({
  name: v.string(),
  displayName: v.string(),
  email: v.string(),
  active: v.boolean(),
  groups: v.array(v.string()),
});
const site = v.object({
  people: v.object({ users: v.array(user), groups: v.array(v.string()) }),
  signIns: v.array(v.object({ user: v.string(), by: v.picklist(['password', 'plugin']), at: v.string() })),
  miniorange: json,
  atlassianDc: v.object({
    idps: v.array(v.intersect([json, v.object({ id: v.number() })])),
    sso: json,
    subjects: v.array(v.tuple([v.string(), v.string()])),
  }),
});
const shape = v.object({
  /** Where the seven listeners were, in their order. */
  ports: v.array(v.number()),
  /** Of applications whose list is another than the one they were made with, by name. */
  redirectUris: v.record(v.string(), v.nullable(v.array(v.string()))),
  jira: site,
  confluence: site,
});

export type KeptSite = v.InferOutput<typeof site>;
export type KeptDemo = v.InferOutput<typeof shape>;

/** Null where nothing is kept, or it cannot be read: the demo then begins as it was made. */
export const readKept = async (keeping: DemoKeeping): Promise<KeptDemo | null> => {
  const read = v.safeParse(shape, await keeping.read());
  return read.success ? read.output : null;
};

/** The redirect URIs that each application was made with, by its name. */
export type MadeLists = ReadonlyMap<string, string[] | null>;

/** Sign-ins that are kept; those of long ago tell nothing of an apply. */
const mostSignIns = 200;

type Running = {
  ports: readonly number[];
  world: World;
  made: MadeLists;
  sites: Readonly<Record<Product, { standIn: Pick<AtlassianStandIn, 'people' | 'signIns'>; plugins: DemoPlugins }>>;
};

/** What is there now. */
export const keptOf = ({ ports, world, made, sites }: Running): KeptDemo => {
  const changed = world.applications.filter(({ name, redirectUris }) => redirectUris !== made.get(name));
  const keptSite = ({ standIn, plugins }: Running['sites'][Product]): KeptSite => {
    const { users, groups } = standIn.people.changes;
    const { idps, sso } = plugins.atlassianDc.settings();
    return {
      people: { users: [...users], groups: [...groups] },
      signIns: standIn.signIns.slice(-mostSignIns).map(({ at, ...signIn }) => ({ ...signIn, at: at.toISOString() })),
      miniorange: plugins.miniorange.configuration.stored,
      atlassianDc: { idps, sso, subjects: [...plugins.atlassianDc.subjects] },
    };
  };
  return {
    ports: [...ports],
    redirectUris: Object.fromEntries(changed.map(({ name, redirectUris }) => [name, redirectUris])),
    jira: keptSite(sites.jira),
    confluence: keptSite(sites.confluence),
  };
};

/** Objects that are others after each change, and counts; what only reads leaves all of them as they are. */
const marksOf = ({ world, sites }: Running): unknown[] => [
  ...world.applications.map(({ redirectUris }) => redirectUris),
  ...Object.values(sites).flatMap(({ standIn, plugins }) => [
    standIn.people.changes,
    standIn.signIns.length,
    plugins.miniorange.configuration.stored,
    plugins.atlassianDc.settings(),
    plugins.atlassianDc.subjects.size,
  ]),
];

/** Keeps what a request has changed; to be called after each, and waited for. */
export const keeperOf = (keeping: DemoKeeping, running: Running): (() => Promise<void>) => {
  let marks = marksOf(running);
  let writing = Promise.resolve();
  return () => {
    const now = marksOf(running);
    if (now.every((mark, at) => mark === marks[at])) return Promise.resolve();
    marks = now;
    // One after another: what is written last is what was there last.
    writing = writing.catch(() => {}).then(() => keeping.write(keptOf(running)));
    return writing;
  };
};

export const peopleOf = (kept: KeptSite | undefined): PeopleChanges => kept?.people ?? { users: [], groups: [] };

/** Before anybody is answered; the people take theirs when somebody asks for one. */
export const putBack = (
  { signIns, miniorange, atlassianDc }: KeptSite,
  plugins: DemoPlugins,
  standIn: Pick<AtlassianStandIn, 'signIns'>,
): void => {
  standIn.signIns.push(...signIns.map(({ at, ...signIn }) => ({ ...signIn, at: new Date(at) })));
  plugins.miniorange.configuration.change(() => miniorange);
  plugins.atlassianDc.change(() => ({ idps: atlassianDc.idps, sso: atlassianDc.sso }));
  for (const [subject, name] of atlassianDc.subjects) plugins.atlassianDc.subjects.set(subject, name);
};
