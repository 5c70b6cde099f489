import type { ApplyTarget, Attempted } from '../apply/apply-target';
import type { PluginSettings } from '../checks/evidence';
import type { FieldByHand } from '../contract/apply-calls';
import type { Mapping } from '../contract/mapping';
import type { TargetSettings } from '../contract/panel-calls';
import type { Product } from '../contract/target';
import type { Secret } from '../secrets/secret';
import type { NodeView } from './atlassian-dc/probe-from-node';
import type { DocumentField } from './document-field';
import type { Endpoints } from './endpoints';
import type { AskPlugin } from './miniorange/ask-plugin';

/** A plugin as Apply works with it: what the engine writes to, and what is asked and said beside. */
export type PluginTarget<D, W> = {
  target: ApplyTarget<D, W>;
  product: Product;
  /** Asks the product itself; every request with `isAnonymous` shows no credentials. */
  ask: AskPlugin;
  /** Of the plugin's API, below the base URL: answers system administrators alone. */
  adminPath: string;
  /** Pure. Refuses what the plugin's fields cannot hold. */
  wanted: (given: WantedValues) => Attempted<W>;
  /** Sending everybody to the new sign-in, or showing the old form again. */
  redirected: (isOn: boolean) => W;
  /** Pure. How somebody gets in by password with these settings; null where nothing is on. */
  doorOf: (document: D) => Door | null;
  /** Pure. Whether the secret that stands there now could be written back; null where none is replaced. */
  canSecretReturn: (plan: { document: D; after: D }, wanted: W) => boolean | null;
  /** Pure. Client ID that stands in what is written over; null where the plugin shows its secret, or nothing is there. */
  replacedClientId: (document: D, wanted: W) => string | null;
  /** Pure. What the checks compare with what is saved; null where Casdoor's provider is not there yet. */
  settingsOf: (document: D) => PluginSettings | null;
  /** Pure. Every setting that can be read back, to be compared. `beside`: what is there now, where that completes it. */
  fieldsOf: (document: D, beside: D | null) => DocumentField[];
  /** Pure. What no document holds. */
  byHand: (mapping: Mapping) => FieldByHand[];
  /** Whether the node of the product itself reaches Casdoor; null where that cannot be tried. */
  probe: ((wanted: W, signal: AbortSignal) => Promise<Attempted<NodeView>>) | null;
};

/** What is saved here, and what Casdoor advertises. */
export type WantedValues = {
  settings: Pick<TargetSettings, 'clientId' | 'scopes' | 'comparesIssuer'>;
  endpoints: Endpoints;
  mapping: Mapping;
  /** Null: the plugin keeps the one that it has. */
  secret: Secret | null;
};

/** A way in that needs no Casdoor, as the settings have it. */
export type Door = {
  /** Below the base URL. */
  path: string;
  by: 'back-door' | 'fallback' | 'form';
  /** Only members of these groups may use it; null where everybody may. */
  onlyFor: readonly string[] | null;
};
