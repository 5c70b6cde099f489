import { readAddress } from '../../src/casdoor/address';
import { Secret } from '../../src/secrets/secret';
import { readArgumentFile, readSecret } from '../command/argument-files';
import { authoritiesIn } from '../command/given-files';
import { Unusable } from '../command/run-command';
import { makeLocalVantage } from '../vantage/local-vantage';
import type { RestoreArguments, TryArguments, WriteArguments } from './apply-arguments';
import { openApplySite } from './apply-site';
import { applyToApplication } from './apply-to-application';
import { applyToPlugin } from './apply-to-plugin';
import type { Questions } from './questions';
import { restoreSettings } from './restore-settings';
import type { Telling } from './telling';
import type { ApplyResult } from './told-result';
import { tryFromNode } from './try-from-node';

/**
 * Does what the arguments say, and answers with what came of it.
 *
 * @throws Unusable for an argument that cannot be used; NeedsSomebody where nothing could be begun.
 */
export const runApply = async (
  given: WriteArguments | TryArguments | RestoreArguments,
  beside: { telling: Telling; questions: Questions | null; signal: AbortSignal },
): Promise<ApplyResult> => {
  const { caFile } = given;
  const authorities = caFile === null ? null : authoritiesIn(caFile, readArgumentFile('--ca', caFile));
  if (authorities && !authorities.ok) throw new Unusable(authorities.problem);
  const asked = given.mode === 'restore' ? null : { given, ...(await known(given)) };
  const vantage = makeLocalVantage({
    authorities: (authorities?.value ?? []).map((pem) => ({ pem, from: 'file' as const })),
  });
  try {
    const site = await openApplySite(given, { isLookOnly: given.mode !== 'yes' });
    try {
      const around = { ...beside, site, vantage, authorities: authorities?.value ?? [] };
      if (given.mode === 'restore') return await restoreSettings(given, around);
      if (!asked) throw new TypeError('What is to be written is known.');
      const all = { ...around, ...asked };
      if (given.mode === 'try-from-node') return await tryFromNode(given, all);
      const { target } = given;
      return target.kind === 'casdoor'
        ? await applyToApplication(given, target.redirectUri, all)
        : await applyToPlugin(given, target, all);
    } finally {
      await site.close();
    }
  } finally {
    await vantage.close();
  }
};

const known = async (given: WriteArguments | TryArguments) => {
  const reading = readAddress(given.issuer);
  if (!reading.ok) throw new Unusable(`--issuer ${given.issuer}: ${reading.sentence.text}`);
  const address = reading.value;
  const clientId = given.clientId ?? address.clientId;
  if (clientId === null) throw new Unusable('--client-id is missing, and the address does not carry it.');
  return { address, clientId, secret: new Secret((await readSecret(given)) ?? '') };
};
