import * as v from 'valibot';
import { claimSources, type Mapping } from '../contract/mapping';
import type { ConnectionSettings, TargetSettings } from '../contract/panel-calls';
import { plugins, products } from '../contract/target';
import { rulesShape } from '../mapping/rules-shape';

/** Shapes of what is kept. The resolvers parse payloads with the same ones, so nothing is saved that cannot be read. */

/** More than any address, scope list or claim name that a person types; far below the store's 240 KiB a value. */
const line = v.pipe(v.string(), v.maxLength(4_000));

export const connectionSettings = v.strictObject({
  address: line,
  allowsHttp: v.boolean(),
}) satisfies v.GenericSchema<unknown, ConnectionSettings>;

export const targetSettings = v.strictObject({
  plugin: v.picklist(plugins),
  product: v.picklist(products),
  baseUrl: line,
  callbackUrl: line,
  clientId: line,
  scopes: line,
  comparesIssuer: v.boolean(),
}) satisfies v.GenericSchema<unknown, TargetSettings>;

export const mappingShape = v.strictObject({
  schema: v.literal(1),
  source: v.nullable(v.picklist(claimSources)),
  username: line,
  email: line,
  name: v.union([v.strictObject({ fullName: line }), v.strictObject({ firstName: line, lastName: line })]),
  groups: v.nullable(line),
  rules: v.exactOptional(rulesShape),
}) satisfies v.GenericSchema<unknown, Mapping>;

/** Made by this product with `randomUUID`, and so harmless in a key of the store. */
export const targetId = v.pipe(v.string(), v.uuid());

/** ISO 8601 in UTC, as `Date.toISOString` writes it. */
export const moment = v.pipe(v.string(), v.isoTimestamp());
