import type { ApplicationConfiguration, Key } from '../evidence';

type KeyFacts = {
  keys: readonly Key[];
  applicationKeys?: readonly Key[];
  application?: ApplicationConfiguration;
};

/** `isCertain`: these and no others sign the tokens of this application. */
export type SigningKeys = { keys: readonly Key[]; isCertain: boolean };

/** Casdoor signs with this one where an application names none (v3.158.0). */
export const builtInCertificate = 'cert-built-in';

/** The `kid` of an application's tokens is the name of its certificate. */
export const certificateName = ({ cert }: Pick<ApplicationConfiguration, 'cert'>): string =>
  cert === '' ? builtInCertificate : cert;

/**
 * The keys that can sign for the client, as narrow as the evidence allows. The application's own key set has one key
 * where its certificate exists, and is the key set of the whole server where it names none, or a missing one.
 */
export const signingKeys = ({ keys, applicationKeys, application }: KeyFacts): SigningKeys => {
  if (application) {
    const name = certificateName(application);
    const named = [...(applicationKeys ?? []), ...keys].filter(({ kid }) => kid === name);
    const unique = named.filter((key, at) => named.findIndex(({ thumbprint }) => thumbprint === key.thumbprint) === at);
    if (unique.length > 0) return { keys: unique, isCertain: unique.length === 1 };
  }
  const candidates = applicationKeys && applicationKeys.length > 0 ? applicationKeys : keys;
  return { keys: candidates, isCertain: candidates.length === 1 };
};

/** Everything that a plugin would take for a signature of this server. */
export const trustedKeys = ({ keys, applicationKeys }: KeyFacts): readonly Key[] => {
  const all = [...(applicationKeys ?? []), ...keys];
  return all.filter(
    (key, at) => all.findIndex(({ thumbprint, kid }) => thumbprint === key.thumbprint && kid === key.kid) === at,
  );
};

/** How a key is called in a sentence. */
export const nameOfKey = ({ kid, thumbprint }: Key): string =>
  kid ?? `without a name, thumbprint ${thumbprint.slice(0, 12)}`;
