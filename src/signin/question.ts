import type { JWK } from 'jose';
import type { ApplicationConfiguration, Given, SignInFacts } from '../checks/evidence';
import type { ClaimSource, Claims } from '../contract/mapping';

/**
 * Everything a test sign-in is made against, as it was when its link was made. It is kept with the link, so that a
 * connection that was changed meanwhile is noticed and the code of one Casdoor is never sent to another (RFC 9700 §4.4).
 */
export type SignInQuestion = {
  /** What the checks are given; `redirectUri` is still that of the plugin. */
  given: Given;
  /** Scheme, host and port of the typed address, and the path in front of Casdoor's own. Secrets go there alone. */
  origin: string;
  prefix: string;
  /** As the discovery document names them. The sign-in page gets no secret, so it may be on another host. */
  issuer: string;
  authorizationEndpoint: string;
  clientId: string;
  /** Separated by spaces. */
  scopes: string;
  /** This product's own callback. */
  redirectUri: string;
  /** The endpoint beside the token, by the mapping; `userinfo` unless the mapping reads get-account. */
  beside: Exclude<ClaimSource, 'id_token'>;
  allowsHttp: boolean;
  server: SignInServer;
  prepared: Prepared;
};

/**
 * Who answers at the typed address. Code, verifier and tokens go to Casdoor's own paths there, whatever its document says,
 * and the secret only once it has proved to be Casdoor. Of another issuer: what its document names on the typed origin.
 */
export type SignInServer =
  | { kind: 'casdoor'; isProved: boolean }
  | { kind: 'other'; tokenEndpoint: string; userinfoEndpoint: string | null; keysEndpoint: string | null };

/** What was fetched before the person went to Casdoor, so that the verdict does not wait for it. Public, or without secrets. */
export type Prepared = {
  /** The application's own keys; null where they could not be had. */
  applicationKeys: JWK[] | null;
  /** Those of all of Casdoor. */
  instanceKeys: JWK[] | null;
  /** The application as Casdoor shows it to anybody who has its client id; null where it showed none. */
  shown: { name: string; organization: string } | null;
  /** Needs the client secret. */
  application: ApplicationConfiguration | null;
};

/** What came of an answered sign-in: evidence for the checks, and the claims for the maker of the link. */
export type Exchanged = {
  facts: SignInFacts;
  claims: Record<ClaimSource, Claims | null>;
  withheld: string[];
  /** ISO 8601: when the tokens of this test end at Casdoor; null where none were made or it was not said. */
  tokensEndAt: string | null;
  /** Tokens that Casdoor made for this test; get-account makes one more (v3.158.0). */
  tokenCount: number;
};
