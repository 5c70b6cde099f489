import * as v from 'valibot';
import type { Mapping } from '../contract/mapping';
import { plugins, products, type Target } from '../contract/target';
import { mappingShape, moment, targetId } from '../store/shapes';

/** What a dry run was started for, as it was then. Plain JSON without secrets: it is kept, and sent to a worker. */
export type DryRunOrder = {
  id: string;
  /** The id under which the target is saved; empty for one of the command line. */
  targetId: string;
  target: Target;
  mapping: Mapping;
  /** 0 for a mapping of the command line. */
  mappingVersion: number;
  clientId: string;
  /** In the order they are sent. */
  scopes: string[];
  /** Null: those that an installation comes with. */
  administratorGroups: string[] | null;
  /** Display name of who started it. */
  who: string;
  /** ISO 8601. */
  startedAt: string;
};

export const dryRunOrder = v.object({
  id: v.string(),
  targetId,
  target: v.object({
    plugin: v.picklist(plugins),
    product: v.picklist(products),
    baseUrl: v.nullable(v.string()),
    comparesIssuer: v.boolean(),
  }),
  mapping: mappingShape,
  mappingVersion: v.number(),
  clientId: v.string(),
  scopes: v.array(v.string()),
  administratorGroups: v.nullable(v.array(v.string())),
  who: v.string(),
  startedAt: moment,
}) satisfies v.GenericSchema<unknown, DryRunOrder>;
