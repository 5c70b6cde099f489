import type { ClaimSource, Claims } from '../contract/mapping';
import type { NetworkFailure } from './evidence';

/** What came back from Casdoor's sign-in page. Nothing in it is a code. */
export type SignInReturn =
  | { kind: 'code' }
  /** RFC 6749 §4.1.2.1; Casdoor sends it where consent was denied, and nowhere else. */
  | { kind: 'error'; error: string; description: string | null }
  /** An answer that is not taken for the one to this question, so its code was not redeemed. */
  | {
      kind: 'foreign';
      why: 'connection-changed' | 'issuer-differs' | 'code-and-error' | 'neither';
      /** What was asked, and what came, where the two are comparable: two issuers. */
      expected: string | null;
      actual: string | null;
    }
  /** The words of Casdoor's page as somebody passed them on: its refusals send nobody back. */
  | { kind: 'told'; words: string }
  /** Nothing came. `opened`: the page behind the link was looked at; `pressed`: somebody went on to Casdoor. */
  | { kind: 'nothing'; opened: boolean; pressed: boolean; seconds: number };

/** What the token endpoint made of the code. Codes, verifiers and tokens are not in it. */
export type Redemption =
  | {
      kind: 'tokens';
      hasIdToken: boolean;
      hasAccessToken: boolean;
      /** Seconds; null where it was not said. */
      expiresIn: number | null;
      milliseconds: number;
    }
  | {
      kind: 'refused';
      /** OAuth's code, such as `invalid_grant`; null where Casdoor answered in its own way. */
      error: string | null;
      /** Casdoor's words, codes and PKCE values struck out. */
      words: string;
      reason: RedemptionRefusal;
      status: number;
      milliseconds: number;
    }
  | { kind: 'unreadable'; status: number; contentType: string | null; milliseconds: number }
  | { kind: 'unanswered'; failure: NetworkFailure };

/** Casdoor v3.158.0, in the order in which its token endpoint checks. Told by code and by the recorded words. */
export type RedemptionRefusal =
  | 'client-unknown'
  | 'secret-wrong'
  | 'code-unknown'
  | 'code-used'
  | 'code-expired'
  | 'verifier-wrong'
  | 'other-application'
  | 'certificate-missing'
  | 'grant-refused'
  | 'other';

/** The ID token as it was verified, strictly. `claims` without what is withheld; `withheld` has its names. */
export type IdTokenLook = {
  /** Bytes of the compact form. */
  bytes: number;
  algorithm: string | null;
  keyId: string | null;
  signature:
    | 'valid'
    /** A key with its id is published, and the signature is not by it. */
    | 'wrong'
    /** No published key fits its id and algorithm. */
    | 'key-unknown'
    /** `none`, a symmetric one, or one that is not in our list. */
    | 'algorithm-refused'
    | 'keys-unreachable'
    /** No token that could be read. */
    | 'unreadable';
  /** Whose keys verified it: the application's own, or those of all of Casdoor. Null where it was not verified. */
  keyFrom: 'application' | 'instance' | null;
  /** What that key says that it is for (`alg`, RFC 7517 §4.4); null where it says nothing, or none verified it. */
  keyAlgorithm: string | null;
  issuer: { expected: string; actual: string | null };
  audience: { expected: string; actual: string[]; isTaken: boolean };
  /** ISO 8601 each; null where absent. `isTimely` allows for 60 s between the clocks. */
  times: {
    issuedAt: string | null;
    notBefore: string | null;
    expiresAt: string | null;
    receivedAt: string;
    isTimely: boolean;
  };
  nonce: 'same' | 'different' | 'absent';
  subject: string | null;
  claims: Claims;
  withheld: string[];
  /** Of the payload, biggest first, at most ten; withheld ones by name too, since their size is no secret. */
  biggest: { claim: string; bytes: number }[];
};

/** What the endpoint beside the token said when it was asked with the access token. */
export type ClaimsLook = {
  source: Exclude<ClaimSource, 'id_token'>;
  /** Path of the endpoint, such as `/api/userinfo`. */
  path: string;
  milliseconds: number;
} & (
  | { kind: 'claims'; claims: Claims; withheld: string[]; subject: string | null }
  /** Casdoor's words: HTTP 200 with a status of `error`, or an OAuth error. */
  | { kind: 'refused'; status: number; words: string }
  | { kind: 'unreadable'; status: number; contentType: string | null }
  | { kind: 'unanswered'; failure: NetworkFailure }
);

/** What the preview of the step Mapping would have said of the person who signed in, by source. */
export type SignInPrediction = {
  bySource: Partial<Record<ClaimSource, Claims>>;
  /** What a directory cannot tell, by source. */
  untold: Partial<Record<ClaimSource, string[]>>;
  withheld: string[];
};
