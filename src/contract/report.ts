import type { Plugin, Product } from './target';

/** A run of text. `code` is a value, a name or a setting, shown in a fixed-width face; it may come from outside. */
export type Part = string | { code: string };
/** A sentence whose values stay apart from its words, so that each medium can make foreign text harmless. */
export type Rich = readonly Part[];

export const outcomes = ['pass', 'warn', 'fail', 'not-applicable', 'blocked', 'crashed'] as const;
/** `blocked` and `crashed` are given by the runner alone; neither is ever counted as passed. */
export type Outcome = (typeof outcomes)[number];

export const severities = ['blocker', 'serious', 'advice'] as const;
export type Severity = (typeof severities)[number];

export const verdicts = ['ready', 'at-risk', 'broken', 'incomplete'] as const;
export type Verdict = (typeof verdicts)[number];

export const areas = [
  'address',
  'discovery',
  'keys',
  'client',
  'redirect-uri',
  'scopes',
  'mapping',
  'sign-in',
  'directory',
  'plugin',
] as const;
export type Area = (typeof areas)[number];

export const areaNames: Record<Area, string> = {
  address: 'Address and network',
  discovery: 'Discovery document',
  keys: 'Keys',
  client: 'Client',
  'redirect-uri': 'Redirect URI',
  scopes: 'Scopes',
  mapping: 'Mapping',
  'sign-in': 'Sign-in test',
  directory: 'Directory',
  plugin: 'SSO plugin',
};

/** What somebody still has to give before a check can run. */
export const givenNames = [
  'address',
  'client-id',
  'secret',
  'redirect-uri',
  'base-url',
  'mapping',
  'plugin-file',
  'sign-in',
  'dry-run',
  'http-consent',
  'egress-consent',
  'time',
] as const;
export type GivenName = (typeof givenNames)[number];

export type BlockedBy = { check: string } | { missing: GivenName | 'evidence' };

/** The facts behind a finding, for a panel that shows values rather than descriptions. */
export type Detail =
  /** Two strings that should be equal; the differing characters are marked by whoever shows it. */
  | { kind: 'comparison'; expectedLabel: string; expected: string; actualLabel: string; actual: string }
  | { kind: 'list'; label: string; items: { text: string; note?: string; marked?: boolean }[] }
  | {
      kind: 'certificate';
      subject: string;
      issuer: string;
      /** SHA-256, upper-case hex with colons. */
      fingerprint: string;
      /** ISO 8601. */
      notBefore: string;
      notAfter: string;
      names: string[];
      /** An authority that the panel may offer to trust, as PEM; null where that would not help. */
      authorityPem: string | null;
    }
  | { kind: 'times'; label: string; milliseconds: number; limit: number }
  /** Claims that exist and fit better, best first. */
  | { kind: 'claims'; field: string; better: { claim: string; sample: string | null }[] };

/** What was answered, verbatim but for secrets. `body` is cut at 4,000 characters. */
export type Answered = { request: string; status: number; contentType: string | null; body: string };

/** A text to be copied exactly as it stands. */
export type Copyable = { label: string; text: string };

export type Link = { label: string; url: string };

export type Finding = {
  id: string;
  /** What is looked at, a noun. */
  title: string;
  /** What is wrong, as a heading; null where nothing is. */
  heading: Rich | null;
  area: Area;
  outcome: Outcome;
  severity: Severity;
  /** The verdict's one sentence where this is the cause; null where the usual one does. */
  headline: Rich | null;
  /** With the values of this run. Of a blocked check: what it waits for. */
  found: Rich | null;
  /** What it does to people. */
  why: Rich | null;
  /** One action, in the words of the screen where it is done. */
  fix: Rich | null;
  detail: Detail | null;
  blockedBy: BlockedBy | null;
  copy: Copyable[];
  links: Link[];
  /** The same fix as a message to whoever runs Casdoor; null where there is nothing to ask of them. */
  handOver: string | null;
  answered: Answered | null;
};

export type Counts = Record<'blocker' | 'serious' | 'look' | 'passed' | 'notYet', number>;

/** What some findings amount to together. */
export type Summary = {
  verdict: Verdict;
  rootCause: string | null;
  /** One sentence that a person without OIDC could repeat to a colleague. */
  headline: Rich;
  /** The cause, in one more. */
  cause: Rich | null;
  counts: Counts;
};

/** The steps of the panel whose areas are judged together. */
export const stepAreas = {
  connect: ['address', 'discovery'],
  client: ['keys', 'client', 'redirect-uri', 'scopes', 'plugin'],
  'sign-in': ['sign-in'],
  mapping: ['mapping'],
  directory: ['directory'],
} as const satisfies Record<string, readonly Area[]>;
export type JudgedStep = keyof typeof stepAreas;

export type Report = Summary & {
  schema: 1;
  /** ISO 8601, start of the run. */
  at: string;
  /** ISO 8601: when single checks of it were judged anew; absent where none was. */
  renewedAt?: string;
  milliseconds: number;
  from: 'local' | 'cloud';
  plugin: Plugin;
  product: Product;
  /** The address as it was understood; null where none could be read. */
  address: string | null;
  /** Authorities, proxies and assumptions that the run used, each a sentence. */
  used: Rich[];
  /** Of the application's tokens; null where it was not told. Absent in a report of an older version. */
  tokenFormat?: string | null;
  /** Every check of the areas that were asked for, in catalogue order. */
  findings: Finding[];
  /** The same, for the findings of one step. */
  steps: Record<JudgedStep, Summary>;
};

/** Plain words of a sentence, for a screen reader or a log. Foreign text is not made harmless here. */
export const plain = (rich: Rich): string => rich.map((part) => (typeof part === 'string' ? part : part.code)).join('');
