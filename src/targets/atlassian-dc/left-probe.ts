import { Secret } from '../../secrets/secret';
import { type Json, Section } from '../file-provider';

/** The configuration by which it is tried whether the node reaches Casdoor: never switched on, and deleted at once. */
export const probeName = 'Casdoor connection test, to be deleted';

/** Nothing signs in with it. */
export const probeSecret = new Secret('connection-test');

/** One that was left by a process that died, or by a node that did. It is of Casdoor’s issuer, of which there cannot be two. */
export const isLeftProbe = (idp: Json): boolean => {
  const section = new Section(idp);
  return section.text('name') === probeName && section.flag('enabled') === false;
};

/** The client secret that stands in a configuration now, where it is known. */
export const knownSecretOf = (idp: Json, { knownSecret }: { knownSecret: Secret | null }): Secret | null =>
  isLeftProbe(idp) ? probeSecret : knownSecret;
