import * as v from 'valibot';
import type { Product } from '../../contract/target';
import { type Asked, type AskFailure, type Asking, askJson } from './ask-json';

/** Whom we are talking to, and as whom. */
export type MetSite = {
  product: Product;
  edition: 'data-center' | 'cloud';
  version: string;
  /** As the product states it; null where it does not. */
  baseUrl: string | null;
  /** The user name that the credentials belong to; on Cloud the account id. */
  asks: string;
  /** Null: not told. Data Center's lists of users and groups need an administrator. */
  isSystemAdministrator: boolean | null;
};

export type Meeting =
  | { met: true; site: MetSite }
  | { met: false; failure: AskFailure }
  /** Another product answers there. */
  | { met: false; failure: { kind: 'other-product'; product: string } };

const serverInfo = v.object({
  baseUrl: v.optional(v.string()),
  version: v.string(),
  deploymentType: v.optional(v.string(), 'Server'),
});
const jiraSelf = v.object({ name: v.optional(v.string()), accountId: v.optional(v.string()) });
const permission = v.object({ havePermission: v.boolean() });
const permissions = v.object({ permissions: v.object({ SYSTEM_ADMIN: v.optional(permission) }) });
const manifest = v.object({ typeId: v.string(), version: v.string(), url: v.optional(v.string()) });
const confluenceSelf = v.object({
  type: v.optional(v.string()),
  username: v.optional(v.string()),
  accountId: v.optional(v.string()),
});

/** Asks what runs there, and whose the credentials are. Both are asked before anything that takes long. */
export const meetSite = (asking: Asking, product: Product): Promise<Meeting> =>
  product === 'jira' ? meetJira(asking) : meetConfluence(asking);

const meetJira = async (asking: Asking): Promise<Meeting> => {
  const info = await askJson(asking, '/rest/api/2/serverInfo', serverInfo);
  if (!info.ok) {
    if (info.failure.kind !== 'not-there') return { met: false, failure: info.failure };
    return otherOr(asking, 'jira', info.failure);
  }
  const self = await askJson(asking, '/rest/api/2/myself', jiraSelf);
  if (!self.ok) return { met: false, failure: self.failure };
  const asks = self.value.name ?? self.value.accountId;
  if (asks === undefined) return { met: false, failure: { kind: 'unreadable' } };
  // Cloud answers only with the permissions that are named; Data Center answers with all, whatever is named.
  const allowed = await askJson(asking, '/rest/api/2/mypermissions?permissions=SYSTEM_ADMIN', permissions);
  const { version, baseUrl, deploymentType } = info.value;
  return {
    met: true,
    site: {
      product: 'jira',
      edition: deploymentType === 'Cloud' ? 'cloud' : 'data-center',
      version,
      baseUrl: baseUrl ?? null,
      asks,
      isSystemAdministrator: allowed.ok ? (allowed.value.permissions.SYSTEM_ADMIN?.havePermission ?? null) : null,
    },
  };
};

const meetConfluence = async (asking: Asking): Promise<Meeting> => {
  const stated = await askJson(asking, '/rest/applinks/1.0/manifest', manifest);
  // What it is, is good to know; who asks, is needed.
  if (stated.ok && stated.value.typeId !== 'confluence') return otherProduct(stated.value.typeId);
  if (!stated.ok && stated.failure.kind !== 'not-there' && stated.failure.kind !== 'unreadable')
    return { met: false, failure: stated.failure };
  const self = await askJson(asking, '/rest/api/user/current', confluenceSelf);
  if (!self.ok) return { met: false, failure: self.failure };
  // Anonymous access is answered with 200.
  if (self.value.type === 'anonymous') return { met: false, failure: { kind: 'credentials-wrong' } };
  const { username, accountId } = self.value;
  const asks = username ?? accountId;
  if (asks === undefined) return { met: false, failure: { kind: 'unreadable' } };
  return {
    met: true,
    site: {
      product: 'confluence',
      // On Cloud nobody has a user name.
      edition: username === undefined ? 'cloud' : 'data-center',
      version: stated.ok ? stated.value.version : '',
      baseUrl: stated.ok ? (stated.value.url ?? null) : null,
      asks,
      isSystemAdministrator: null,
    },
  };
};

const otherOr = async (asking: Asking, wanted: Product, failure: AskFailure): Promise<Meeting> => {
  const stated: Asked<v.InferOutput<typeof manifest>> = await askJson(asking, '/rest/applinks/1.0/manifest', manifest);
  return stated.ok && stated.value.typeId !== wanted ? otherProduct(stated.value.typeId) : { met: false, failure };
};

const otherProduct = (product: string): Meeting => ({ met: false, failure: { kind: 'other-product', product } });
