import type { Attempted } from '../../apply/apply-target';
import type { TargetFailure } from '../../contract/apply';
import { productNames } from '../../contract/target';
import { Section } from '../file-provider';
import { failure } from '../product-failures';
import { type AuthconfigApi, type AuthconfigSettings, idOf, isDiscovering } from './authconfig-api';
import { buttonKeyIn, createIdp } from './button-key';
import { isLeftProbe, probeName, probeSecret } from './left-probe';
import type { AtlassianDcSettings } from './wanted';

/** What the node of Jira or Confluence makes of Casdoor's discovery document. */
export type NodeView =
  | { kind: 'seen' }
  /** In the product's own words. */
  | { kind: 'not-seen'; words: string }
  /** The one configuration of this issuer does not fetch the document, and there cannot be two. */
  | { kind: 'not-told' };

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
  const tidied = await deleteLeft(api, read.value, signal);
  if (!tidied.ok) return tidied;
  const own = read.value.idps.find((idp) => new Section(idp).text('issuer-url') === issuer && !isLeftProbe(idp));
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
    'client-secret': probeSecret.expose(),
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

const tryOut = async (
  api: AuthconfigApi,
  settings: AuthconfigSettings,
  trial: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<Attempted<void>> => {
  const made = await createIdp(api, settings, trial, signal);
  if (!made.ok) return isAnswered(made.failure) ? made : afterSilence(api, made.failure);
  const deleted = await api.deleteIdp(idOf(made.value), signal);
  if (deleted.ok || (await tidyUp(api)) !== null) return { ok: true, value: undefined };
  const name = productNames[api.product];
  return {
    ok: false,
    // Not `refused`, which is what a node answers that cannot reach Casdoor.
    failure: failure('missing', `The configuration "${probeName}", which is switched off, was left in ${name}.`, {
      remedy: `Try it again once ${name} answers, which deletes it, or delete it under Authentication methods.`,
    }),
  };
};

const isAnswered = ({ code }: TargetFailure): boolean => code !== 'unreachable' && code !== 'answer-unreadable';

/** Nobody answered: it may have been made all the same, and would stand in the way of what is to be written. */
const afterSilence = async (api: AuthconfigApi, why: TargetFailure): Promise<Attempted<never>> => {
  const deleted = await tidyUp(api);
  if (deleted !== null && deleted > 0)
    return { ok: false, failure: { ...why, message: `${why.message} What had been made is deleted again.` } };
  const remedy = `${why.remedy} Where the configuration "${probeName}" was made all the same, it is switched off; the next try deletes it.`;
  return { ok: false, failure: { ...why, remedy } };
};

/** Milliseconds. The time of the try itself may be over by then. */
const tidyingLasts = 5_000;

/** How many were left and are deleted now; null where that could not be done. */
const tidyUp = async (api: AuthconfigApi): Promise<number | null> => {
  const signal = AbortSignal.timeout(tidyingLasts);
  const read = await api.read(signal);
  if (!read.ok) return null;
  const tidied = await deleteLeft(api, read.value, signal);
  return tidied.ok ? tidied.value : null;
};

const deleteLeft = async (
  api: AuthconfigApi,
  { idps }: AuthconfigSettings,
  signal: AbortSignal,
): Promise<Attempted<number>> => {
  const left = idps.filter(isLeftProbe);
  for (const idp of left) {
    const deleted = await api.deleteIdp(idOf(idp), signal);
    if (!deleted.ok) return deleted;
  }
  return { ok: true, value: left.length };
};

const viewOf = (saved: Attempted<void>): Attempted<NodeView> => {
  if (saved.ok) return seen({ kind: 'seen' });
  return saved.failure.code === 'refused' ? seen({ kind: 'not-seen', words: saved.failure.message }) : saved;
};

const seen = (view: NodeView): Attempted<NodeView> => ({ ok: true, value: view });
