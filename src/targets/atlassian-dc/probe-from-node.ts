import type { Attempted } from '../../apply/apply-target';
import { productNames } from '../../contract/target';
import { Section } from '../file-provider';
import { failure } from '../product-failures';
import { type AuthconfigApi, type AuthconfigSettings, idOf, isDiscovering } from './authconfig-api';
import { buttonKeyIn, createIdp } from './button-key';
import type { AtlassianDcSettings } from './wanted';

/** What the node of Jira or Confluence makes of Casdoor's discovery document. */
export type NodeView =
  | { kind: 'seen' }
  /** In the product's own words. */
  | { kind: 'not-seen'; words: string }
  /** The one configuration of this issuer does not fetch the document, and there cannot be two. */
  | { kind: 'not-told' };

/** One that is left by a process that died is deleted by the next look. */
const probeName = 'Casdoor connection test, to be deleted';

/**
 * Whether the node itself reaches Casdoor: with discovery on, saving fetches the document from there, and a failure is a
 * 400. A configuration of this issuer is saved as it is; without one, one is made switched off and deleted again. That
 * the settings as such are taken is told by the same without discovery.
 */
export const probeFromNode = async (
  api: AuthconfigApi,
  { issuer, clientId }: Pick<AtlassianDcSettings, 'issuer' | 'clientId'>,
  signal: AbortSignal,
): Promise<Attempted<NodeView>> => {
  const read = await api.read(signal);
  if (!read.ok) return read;
  for (const left of read.value.idps.filter((idp) => isLeft(new Section(idp)))) {
    const deleted = await api.deleteIdp(idOf(left), signal);
    if (!deleted.ok) return deleted;
  }
  const own = read.value.idps.find((idp) => {
    const section = new Section(idp);
    return section.text('issuer-url') === issuer && !isLeft(section);
  });
  if (own !== undefined) {
    if (!isDiscovering(own)) return seen({ kind: 'not-told' });
    const saved = await api.patchIdp(idOf(own), { 'issuer-url': issuer }, true, signal);
    return viewOf(saved);
  }
  const trial = {
    name: probeName,
    'sso-type': 'OIDC',
    enabled: false,
    'issuer-url': issuer,
    'client-id': clientId,
    // Nothing signs in with it: it is never switched on.
    'client-secret': 'connection-test',
    'username-claim': '${sub}',
    [buttonKeyIn(read.value)]: 'Connection test',
  };
  const discovering = await tryOut(api, read.value, { ...trial, 'discovery-enabled': true }, signal);
  if (discovering.ok || discovering.failure.code !== 'refused') return viewOf(discovering);
  const endpoints = {
    'authorization-endpoint': `${issuer.replace(/\/+$/, '')}/login/oauth/authorize`,
    'token-endpoint': `${issuer.replace(/\/+$/, '')}/api/login/oauth/access_token`,
  };
  const plain = await tryOut(api, read.value, { ...trial, ...endpoints, 'discovery-enabled': false }, signal);
  // Refused without discovery too: it says nothing of the node.
  if (!plain.ok) return plain;
  // Two looks at the same time stand in each other's way, and the words of a refusal do not tell: only the second one counts.
  return viewOf(await tryOut(api, read.value, { ...trial, 'discovery-enabled': true }, signal));
};

const isLeft = (idp: Section): boolean => idp.text('name') === probeName && idp.flag('enabled') === false;

const tryOut = async (
  api: AuthconfigApi,
  settings: AuthconfigSettings,
  trial: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<Attempted<void>> => {
  const made = await createIdp(api, settings, trial, signal);
  if (!made.ok) return made;
  const deleted = await api.deleteIdp(idOf(made.value), signal);
  if (deleted.ok) return deleted;
  const name = productNames[api.product];
  return {
    ok: false,
    failure: failure('refused', `The configuration "${probeName}", which is switched off, was left in ${name}.`, {
      remedy: 'Delete it under Authentication methods.',
    }),
  };
};

const viewOf = (saved: Attempted<void>): Attempted<NodeView> => {
  if (saved.ok) return seen({ kind: 'seen' });
  return saved.failure.code === 'refused' ? seen({ kind: 'not-seen', words: saved.failure.message }) : saved;
};

const seen = (view: NodeView): Attempted<NodeView> => ({ ok: true, value: view });
