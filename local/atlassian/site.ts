import type { Product } from '../../src/contract/target';
import type { Population } from './population';
import type { SiteSessions } from './sessions';
import type { PeopleChanges, SitePeople } from './site-people';
import type { SitePlugin } from './site-plugin';

/** What a test or the demo may turn while the stand-in runs. */
export type Conditions = {
  isAdministrator: boolean;
  /** An HTTP status for every request; null where it works. */
  failsWith: number | null;
  /** Milliseconds before each answer. */
  delay: number;
  /** `older`: without the list by cursor, or without Confluence's list of everybody. `cloud`: Jira Cloud. */
  generation: 'current' | 'older' | 'cloud';
  /** The search of an older Jira gives no more, whatever page is asked for; null where it goes to the end. */
  searchLimit: number | null;
  /** Whether `.` finds everybody. */
  isDotOn: boolean;
  /**
   * What the audit log records of sign-ins. `off`: nothing, as is usual. `way`: that somebody came through a plugin, or by
   * password, stands in the event too, which no Jira or Confluence is known to tell.
   */
  auditsSignIns: 'off' | 'on' | 'way';
  /** Groups within groups. Jira counts their members as the group's own, Confluence names them apart. */
  subgroups: Readonly<Record<string, readonly string[]>>;
  /** Groups that cannot be written to: they lie in a directory of somebody else. */
  readOnlyGroups: readonly string[];
  fault: Fault | null;
};

/** Those of a site where nobody has turned anything. */
export const usualConditions: Conditions = {
  isAdministrator: true,
  failsWith: null,
  delay: 0,
  generation: 'current',
  searchLimit: null,
  isDotOn: true,
  auditsSignIns: 'off',
  subgroups: {},
  readOnlyGroups: [],
  fault: null,
};

/** Something that goes wrong for paths that match. */
export type Fault = {
  kind:
    | 'captcha'
    | 'basic-auth-disabled'
    | 'forbidden'
    | 'html'
    | 'redirect'
    | 'rate-limited'
    | 'unavailable'
    | 'repeats'
    /** Token or password were good until now. */
    | 'expired'
    | 'broken';
  on: RegExp;
  /** Requests that it lets pass first. Counted down; left out: none. */
  after?: number;
  /** Requests that it befalls then; null: all. Counted down. */
  times: number | null;
};

export type StandInCredentials = { user: string; password: string; token: string };

export type AtlassianStandInOptions = {
  product: Product;
  /** What the product states as its base URL, or what makes it of where the stand-in listens, which it need not be. */
  baseUrl: string | ((address: string) => string);
  port?: number;
  person?: { name: string; displayName: string; email: string };
  conditions?: Partial<Conditions>;
  /** Who is there, or what makes them when somebody asks for one; nobody unless told. */
  population?: Population | (() => Population);
  /** Asked for by everything but what anybody may see; left out, nobody is asked. */
  credentials?: StandInCredentials;
  /** Passwords of other accounts, by their names: of the person whom nobody in Casdoor reaches, for one. */
  passwords?: Readonly<Record<string, string>>;
  /** SSO plugins that are installed. */
  plugins?: readonly SitePlugin[];
  /** What a stand-in that was ended had come to; asked for once, when somebody is. */
  earlier?: () => PeopleChanges;
  /** Once a request was worked on, before anybody is answered: for whoever keeps what it has changed. */
  beforeAnswer?: () => Promise<void>;
  now?: () => Date;
};

export type Site = Omit<AtlassianStandInOptions, 'population' | 'baseUrl' | 'earlier' | 'beforeAnswer'> & {
  baseUrl: string;
  conditions: Conditions;
  sessions: SiteSessions;
  now: () => Date;
  people: SitePeople;
};

export const personOf = (site: Site): { name: string; displayName: string; email: string } =>
  site.person ?? { name: 'amara.okafor', displayName: 'Amara Okafor', email: 'amara.okafor@acme.example' };
