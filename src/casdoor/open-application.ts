import type { ApplicationConfiguration } from '../checks/evidence';
import type { Secret } from '../secrets/secret';
import { type ProvedApplication, type ProvingOptions, proveApplication } from './prove-application';
import { readConfiguration } from './read-application';
import { isRecord } from './read-metadata';

export type OpenedApplication = ProvedApplication & { application: ApplicationConfiguration };

/**
 * Reads the application of one client with the client's own credentials, once the address has proved to be Casdoor.
 * `problem`: why it could not be read, a whole sentence.
 */
export const openApplication = async (
  options: ProvingOptions & { secret: Secret },
): Promise<OpenedApplication | { problem: string }> => {
  const { clientId, secret, signal, vantage } = options;
  const proved = await proveApplication(options);
  if ('problem' in proved) return { problem: proved.problem };
  const url = proved.urls.application(proved.owner, proved.name);
  const answer = await vantage.request({ method: 'GET', url, credentials: { clientId, secret } }, signal);
  const json = answer.answered ? answer.value.json : null;
  const application = isRecord(json) && json.status === 'ok' ? readConfiguration(json.data) : null;
  if (!application) return { problem: 'Casdoor did not take the client secret. The checks of Client say why.' };
  return { ...proved, application };
};
