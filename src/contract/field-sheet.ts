import type { Rich } from './report';
import type { Plugin, Product } from './target';

/** One field of a plugin's screen, as it is to be filled in by hand. */
export type SheetField = {
  /** Never changes: ticks are remembered by it. */
  id: string;
  /** As the plugin's screen spells it. */
  label: string;
  kind: 'text' | 'choice' | 'switch';
  /** What to type or choose; null for a secret and where something is still missing. */
  value: string | null;
  /** The value is a secret: it is typed from where it is kept, never shown here. */
  isSecret: boolean;
  /** What is still missing, a sentence; null where nothing is. */
  waitsFor: Rich | null;
  /** Why it differs from the documentation, or what to look out for. */
  note: Rich | null;
  /** What the newest check found wrong about the value, a sentence; null where it found nothing. */
  warning: Rich | null;
};

/** Everything to fill in, in the order of the plugin's screens. */
export type FieldSheet = {
  plugin: Plugin;
  product: Product;
  /** Where the screens are found, such as "Manage apps → miniOrange OAuth/OIDC SSO". */
  where: Rich;
  /** The plugin's settings page under the base URL; null without one. */
  url: string | null;
  sections: { tab: string; fields: SheetField[] }[];
};
