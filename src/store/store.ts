import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import type { PluginSettings } from '../checks/evidence';
import type { Mapping } from '../contract/mapping';
import type { ConnectionSettings, TargetSettings } from '../contract/panel-calls';
import { type AccountsAccesses, accountsAccessesIn } from './accounts-access';
import { type KeptSample, keptSampleIn } from './kept-sample';
import { keyIn, type Place } from './place';
import { type PluginAccesses, pluginAccessesIn } from './plugin-access';
import { type Secrets, secretsOf } from './secrets';
import { connectionSettings, mappingShape, moment, targetId, targetSettings } from './shapes';
import { type Versions, versionsOf } from './versions';

/** An authority that an administrator trusted for one Casdoor. */
export type KeptAuthority = {
  pem: string;
  subject: string;
  /** SHA-256, upper-case hex with colons. */
  fingerprint: string;
  /** Scheme, host and port of the Casdoor that it was trusted for. */
  origin: string;
  who: string;
  at: string;
};

/** What an exported file of the plugin said, without its secrets. */
export type KeptPluginFile = { name: string; at: string; settings: PluginSettings };

/** That an account was accepted by its password as that of a system administrator. The password is not kept. */
export type KeptWayBack = { account: string; baseUrl: string; who: string; at: string };

/** Everything that is kept for one product of one installation. Holds nothing itself: each call makes its own. */
export type Store = {
  connection: Versions<ConnectionSettings>;
  /** Ids in the order in which the targets were added. */
  targets: Versions<string[]>;
  target: (id: string) => Versions<TargetSettings>;
  mapping: (target: string) => Versions<Mapping>;
  authorities: Versions<KeptAuthority[]>;
  secrets: Secrets;
  /** The client secret that stands in a plugin which does not show it, until what is written is kept or restored. */
  replacedSecrets: Secrets;
  /** How the accounts of a target are read. */
  accounts: AccountsAccesses;
  /** What the plugin of a target is written with. */
  pluginAccess: PluginAccesses;
  /** The account by which somebody gets in without Casdoor, as it was accepted last. */
  wayBack: Values<KeptWayBack>;
  /** Hosts that the platform has let requests go to. */
  reachedHosts: Values<{ origin: string; at: string }>;
  /** Names of the groups that administer a target, where others were named than those it comes with. */
  administratorGroups: Values<string[]>;
  /** Some people of a target, to try a mapping with. */
  samples: KeptSample;
  ticks: Values<string[]>;
  pluginFile: Values<KeptPluginFile>;
  /** The situation of the demo that the connection was filled in from, and the version that it made. */
  demo: Values<{ situation: string; version: number; target: string }>;
};

/** One value by name, the last writer's. */
export type Values<T> = {
  get: (name: string) => Promise<T | null>;
  set: (name: string, value: T) => Promise<void>;
  delete: (name: string) => Promise<void>;
};

const nullableLine = v.nullable(v.string());
const pluginSettings = v.object({
  clientId: nullableLine,
  issuer: nullableLine,
  authorizationEndpoint: nullableLine,
  tokenEndpoint: nullableLine,
  userinfoEndpoint: nullableLine,
  jwksUri: nullableLine,
  endSessionEndpoint: nullableLine,
  findsByEmail: v.exactOptional(v.boolean()),
}) satisfies v.GenericSchema<unknown, PluginSettings>;

const authority = v.object({
  pem: v.string(),
  subject: v.string(),
  fingerprint: v.string(),
  origin: v.string(),
  who: v.string(),
  at: moment,
}) satisfies v.GenericSchema<unknown, KeptAuthority>;

const wayBackShape = v.object({
  account: v.string(),
  baseUrl: v.string(),
  who: v.string(),
  at: moment,
}) satisfies v.GenericSchema<unknown, KeptWayBack>;

export const storeIn = (place: Place): Store => ({
  connection: versionsOf(place, ['connection'], connectionSettings),
  targets: versionsOf(place, ['targets'], v.array(targetId)),
  target: (id) => versionsOf(place, ['target', id], targetSettings),
  mapping: (target) => versionsOf(place, ['mapping', target], mappingShape),
  authorities: versionsOf(place, ['authorities'], v.array(authority)),
  secrets: secretsOf(place),
  replacedSecrets: secretsOf(place, 'replaced-secret'),
  accounts: accountsAccessesIn(place),
  pluginAccess: pluginAccessesIn(place),
  wayBack: valuesOf(place, 'way-back', wayBackShape),
  reachedHosts: valuesOf(place, 'reached-host', v.object({ origin: v.string(), at: moment })),
  administratorGroups: valuesOf(place, 'administrator-groups', v.array(v.string())),
  samples: keptSampleIn(place),
  ticks: valuesOf(place, 'ticks', v.array(v.string())),
  pluginFile: valuesOf(place, 'plugin-file', v.object({ name: v.string(), at: moment, settings: pluginSettings })),
  demo: valuesOf(place, 'demo', v.object({ situation: v.string(), version: v.number(), target: v.string() })),
});

const valuesOf = <T>(place: Place, kind: string, shape: v.GenericSchema<unknown, T>): Values<T> => ({
  get: async (name) => {
    const found = await kvs.get<unknown>(keyIn(place, kind, name));
    return found === undefined ? null : v.parse(shape, found);
  },
  set: (name, value) => kvs.set(keyIn(place, kind, name), value),
  delete: (name) => kvs.delete(keyIn(place, kind, name)),
});
