import { redacting, redactJson } from '../secrets/redact';
import { Secret } from '../secrets/secret';

/** Takes what a sign-in must not repeat out of what came back: Casdoor echoes codes and PKCE values (v3.158.0). */
export type Strike = {
  text: (text: string) => string;
  /** Keys of objects too. */
  json: (value: unknown) => unknown;
};

export const striking = (secrets: readonly Secret[], clientId: string): Strike => {
  const text = redacting(secrets, [clientId]);
  return {
    text,
    json: (value) => {
      const struck = text(JSON.stringify(value));
      try {
        return JSON.parse(struck) as unknown;
      } catch {
        // A secret of quotes and brackets took the text apart.
        return redactJson(value, secrets, [clientId]);
      }
    },
  };
};

/** Casdoor's codes have 20 characters; a made-up letter, struck out, would take that letter out of every word. */
const shortestCode = 8;

/** What came as a code and is long enough to be struck out. */
export const struckCodes = (codes: readonly string[]): Secret[] =>
  codes.filter((code) => code.length >= shortestCode).map((code) => new Secret(code));
