import { orderReport } from '../../src/checks/report-order';
import { visible } from '../../src/checks/visible';
import { plain, type Report } from '../../src/contract/report';
import { readArgumentFile } from '../command/argument-files';
import { Unusable } from '../command/run-command';
import { prepareDiagnosis } from '../doctor-diagnosis';
import type { WriteArguments } from './apply-arguments';
import type { Telling } from './telling';

/** The checks of these settings, as the doctor makes them; what they find is told in a line each. */
export const checkSettings = async (
  given: WriteArguments,
  { secret, baseUrl, mappingFile }: { secret: string; baseUrl: string; mappingFile: string },
  { telling, signal }: { telling: Telling; signal: AbortSignal },
): Promise<Report> => {
  const { target } = given;
  const prepared = await prepareDiagnosis(
    {
      issuer: given.issuer,
      clientId: given.clientId,
      secret: given.secret,
      scope: given.scope,
      mappingFile,
      plugin: target.kind === 'casdoor' ? null : target.kind,
      product: given.product,
      caFile: given.caFile,
      insecureHttp: given.insecureHttp,
      json: false,
      redirectUri: null,
      baseUrl,
      pluginFile: null,
      symptom: null,
      from: 'local',
      only: null,
      signIn: null,
    },
    { read: readArgumentFile, secret },
  );
  if (!prepared.ok) throw new Unusable(prepared.problem);
  telling.progress.say('Running the checks …');
  const { report } = await prepared.run({ signal, onProgress: () => {}, tell: () => {} });
  const { problems } = orderReport(report);
  telling.say(`Checks: ${visible(plain(report.headline))}.`);
  for (const { id, heading, title } of problems)
    telling.say(
      `  ${telling.paint.yellow('▲')} ${visible(heading ? plain(heading) : title)}  ${telling.paint.dim(id)}`,
    );
  return report;
};
