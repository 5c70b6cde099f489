import { redacting, redactJson } from '../secrets/redact';
import type { Secret } from '../secrets/secret';

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
