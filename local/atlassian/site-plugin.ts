import type { IncomingHttpHeaders } from 'node:http';
import type { Site } from './site';

export type SiteRequest = { method: string; url: URL; headers: IncomingHttpHeaders; body: Buffer };

export type StandInAnswer = {
  status: number;
  headers?: Record<string, string>;
  /** A text goes out as a page, unless the headers say otherwise; all else as JSON. */
  body: unknown;
};

/** What a plugin makes of the sign-in page: everybody is sent on, or it adds buttons to the form, or in its place. */
export type DoorSign =
  | { redirectTo: string }
  | { buttons: readonly { text: string; href: string }[]; hidesForm: boolean };

/** A stand-in of an SSO plugin, mounted on a stand-in of Jira or Confluence. Asked before the product answers. */
export type SitePlugin = {
  /** Null: not one of its addresses. `breaks-off`: the connection ends without an answer. */
  answer: (request: SiteRequest, site: Site) => Promise<StandInAnswer | 'breaks-off' | null>;
  /** Asked with the address of the sign-in page, back door and all. */
  atTheDoor: (url: URL, site: Site) => DoorSign;
};
