import type { TargetFailure } from '../contract/apply';
import { productNames } from '../contract/target';
import type { Refusal } from '../store/refusal';
import { readStanding } from '../targets/read-standing';
import { requireStillWritable } from './apply-way';
import type { Asked } from './call';
import type { OpenPlugin } from './open-plugin';
import { refusalOf } from './wanted-change';

/** Milliseconds for asking the Universal Plugin Manager. */
const lookLasts = 5_000;

/**
 * Why the plugin could not be read. Two reasons look like others until something else is asked: a consent that was taken
 * back, and a plugin that is installed and switched off.
 *
 * @throws Refusal `egress-not-granted` where requests to its host are not allowed any more.
 */
export const whyNotRead = async <D, W>(
  asked: Asked,
  { ask, settings, target }: Pick<OpenPlugin<D, W>, 'ask' | 'settings' | 'target'>,
  failure: TargetFailure,
): Promise<Refusal> => {
  if (failure.code === 'unreachable') await requireStillWritable(asked, settings);
  if (failure.code !== 'missing') return refusalOf(failure);
  const kind = target.kind === 'atlassian-dc' ? 'atlassian-dc' : 'miniorange';
  const standing = await readStanding(ask, kind, AbortSignal.timeout(lookLasts));
  if (standing === null || standing.isEnabled) return refusalOf(failure);
  const product = productNames[settings.product];
  return refusalOf({
    ...failure,
    message: `${standing.name} is installed in ${product} and switched off, so nobody can sign in through it and its settings cannot be read.`,
    remedy: `Enable it under “Manage apps” of ${product}.`,
  });
};
