import type { ApplyTarget, Attempted, Reading } from '../../apply/apply-target';
import type { Secret } from '../../secrets/secret';
import type { AuthconfigApi } from './authconfig-api';
import { differenceOf } from './difference';
import {
  type AuthconfigDocument,
  documentOf,
  fingerprintOf,
  isHalfWayBetween,
  isSameDocument,
  textOf,
} from './document';
import { editDocument, ownIdp } from './edit-document';
import type { AtlassianDcWanted } from './wanted';
import { restoreDocument, writeDocument } from './write-document';

export type AtlassianDcTargetOptions = {
  api: AuthconfigApi;
  /** Id of the identity provider that was chosen; null: the one of Casdoor's issuer, or a new one. */
  idp: string | null;
  /** The client secret that stands there now, where it was written by us or typed; nothing tells it otherwise. */
  knownSecret: Secret | null;
};

/** SSO for Atlassian Data Center, which Jira and Confluence come with, over `/rest/authconfig/1.0`. */
export const atlassianDcTarget = ({
  api,
  idp,
  knownSecret,
}: AtlassianDcTargetOptions): ApplyTarget<AuthconfigDocument, AtlassianDcWanted> => ({
  kind: 'atlassian-dc',
  read: async (signal): Promise<Attempted<Reading<AuthconfigDocument>>> => {
    const read = await api.read(signal);
    if (!read.ok) return read;
    const document: AuthconfigDocument = { ...read.value, knownSecret, newSecret: null };
    return { ok: true, value: { document, fingerprint: fingerprintOf(document), backup: textOf(document) } };
  },
  plan: (document, wanted) => {
    const after = editDocument(document, wanted, idp);
    const own = wanted.kind === 'settings' ? ownIdp(after, wanted, idp) : null;
    return { after, difference: differenceOf(document, after, own) };
  },
  difference: (from, to) => differenceOf(from, to),
  isSame: isSameDocument,
  isHalfWay: isHalfWayBetween,
  write: ({ document }, after, signal) => writeDocument(api, document, after, signal),
  restore: async ({ backup, found, applied }, signal) => {
    const old = documentOf(backup);
    return old.ok ? restoreDocument(api, { old: old.value, found, applied }, signal) : old;
  },
  documentOf,
  textOf,
});
