import { createHash } from 'node:crypto';
import type { ApplyTarget, Attempted, Reading } from '../../apply/apply-target';
import { Secret } from '../../secrets/secret';
import { asciiJson } from './exact-json';
import { isRestOf } from './half-way';
import { type MiniorangeDocument, openDocument } from './open-document';
import { differenceOf, planDocument } from './plan';
import type { PluginApi } from './plugin-api';
import { canonicalJson, isSameJson } from './same-json';
import type { MiniorangeWanted } from './wanted';

/** Names the provider that is meant, as `withKeys` does, or finds it in what the plugin exported; empty where none is. */
export type ProviderChoice = string | ((text: string) => string);

/**
 * miniOrange OAuth/OIDC SSO on Data Center, for one of its identity providers.
 *
 * A document in which nothing can be edited is read all the same, since a stopped import leaves such a one and has to be
 * put back; its `whyNot` says why, a plan for it changes nothing, and nothing is written over it.
 */
export const miniorangeTarget = (
  api: PluginApi,
  provider: ProviderChoice,
): ApplyTarget<MiniorangeDocument, MiniorangeWanted> => {
  const open = (text: string) => openDocument(text, typeof provider === 'string' ? provider : provider(text));
  const documentOf = (backup: Secret) => open(backup.expose());
  return {
    kind: 'miniorange',
    read: async (signal): Promise<Attempted<Reading<MiniorangeDocument>>> => {
      const text = await api.export(signal);
      if (!text.ok) return text;
      const opened = open(text.value);
      if (!opened.ok) return opened;
      const fingerprint = createHash('sha256').update(canonicalJson(opened.value.root)).digest('base64url');
      return { ok: true, value: { document: opened.value, fingerprint, backup: new Secret(text.value) } };
    },
    whyNot: ({ whyNot }) => whyNot,
    plan: planDocument,
    difference: differenceOf,
    isSame: (one, other) => isSameJson(one.root, other.root),
    isHalfWay: ({ root }, old, after) => isRestOf(root, after.root) || isRestOf(root, old.root),
    write: async (from, { root, whyNot }, signal) => {
      const failure = from.document.whyNot ?? whyNot;
      return failure === null ? api.import(asciiJson(root), signal) : { ok: false, failure };
    },
    restore: ({ backup }, signal) => api.import(backup.expose(), signal),
    documentOf,
    textOf: ({ root }) => new Secret(asciiJson(root)),
  };
};
