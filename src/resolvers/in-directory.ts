import { readAddress } from '../casdoor/address';
import type { Directory } from '../casdoor/directory';
import type { Claims } from '../contract/mapping';
import type { DirectoryPerson, PersonClaims } from '../contract/panel-calls';
import { failed, type Result } from '../contract/result';
import { documentedScopes } from '../contract/target';
import type { Asked } from './call';
import { type CasdoorSettings, casdoorOf } from './casdoor-of';

/** Milliseconds for all requests together: a call on Forge lives 25 s. */
const lookLasts = 15_000;

/** The directory of a target, and what makes claims of its people. */
export type OpenedDirectory = {
  directory: Directory;
  casdoor: CasdoorSettings;
  /** The claims of a person by source, as Casdoor makes them; what is never shown stays here. */
  claimsOf: (person: Claims) => PersonClaims;
};

/** Opens the directory of a target with the client's own credentials, and closes what it was opened over. */
export const inDirectory = async <T>(
  asked: Asked,
  target: string,
  act: (opened: OpenedDirectory) => Promise<Result<T>>,
): Promise<Result<T>> => {
  const casdoor = await casdoorOf(asked, target);
  const reading = readAddress(casdoor.connection.address);
  if (!reading.ok) return failed('refused', 'The saved address cannot be read.', { field: 'address' });
  const clientId = casdoor.settings?.clientId || (reading.value.clientId ?? '');
  if (clientId === '') return failed('refused', 'People are read with the client: save the client ID first.');
  if (!casdoor.secret) return failed('refused', 'People are read with the client secret: save it on Client first.');
  const vantage = casdoor.vantage();
  try {
    const [{ openDirectory }, { claimsFromDirectory }, { isOutsideTags }] = await Promise.all([
      import('../casdoor/directory'),
      import('../mapping/claims-from-directory'),
      import('../mapping/application-tags'),
    ]);
    const directory = await openDirectory({
      address: reading.value,
      clientId,
      secret: casdoor.secret,
      allowsHttp: casdoor.connection.allowsHttp,
      vantage,
      signal: AbortSignal.timeout(lookLasts),
    });
    if ('problem' in directory) return failed('refused', directory.problem);
    const scopes = (casdoor.settings?.scopes || documentedScopes).split(/[\s,+]+/).filter(Boolean);
    const { issuer, application } = directory;
    const claimsOf = (person: Claims): PersonClaims => ({
      person: personOf(person),
      ...(isOutsideTags(person, application.tags ?? []) && { isOutsideTags: true }),
      ...(typeof person.owner === 'string' && { organization: person.owner }),
      ...claimsFromDirectory(person, application, { scopes, clientId, issuer }),
    });
    return await act({ directory, casdoor, claimsOf });
  } finally {
    await vantage.close();
  }
};

export const personOf = (user: Claims): DirectoryPerson => ({
  name: String(user.name ?? ''),
  displayName: typeof user.displayName === 'string' ? user.displayName : '',
  isForbidden: user.isForbidden === true,
  isDeleted: user.isDeleted === true,
});
