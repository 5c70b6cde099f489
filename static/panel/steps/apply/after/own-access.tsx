import type { ApplyView, TargetFailure } from '../../../../../src/contract/apply';
import type { ApplyOrderView, PluginAccess } from '../../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../../src/contract/panel-calls';
import { usePanel } from '../../../panel-model';
import { Banner } from '../../../parts/banner';
import { Fold } from '../../../parts/fold';
import { thenOf } from '../../../parts/moment';
import { AccessForm } from '../access-form';
import { wasRestoring } from './applied-words';

/** Whether who asks may read and write the plugin with what is kept. */
export const canUse = (access: PluginAccess): boolean => access.kind !== 'none' && (access.isOwn || access.isShared);

/** Refusals that other credentials can end. */
const aboutCredentials: readonly TargetFailure['code'][] = [
  'credentials-wrong',
  'not-administrator',
  'password-colon',
  'basic-auth-blocked',
  'captcha',
];

/** When credentials were refused last, ISO 8601; null where they were not. */
const refusedAt = (view: ApplyView, order: ApplyOrderView | null): string | null => {
  const last = view.entries.at(-1);
  if (last?.failure && aboutCredentials.includes(last.failure.code)) return last.at;
  const outcome = order?.apply === view.id ? order.outcome : null;
  const isRefused =
    (outcome?.kind === 'unreadable' && aboutCredentials.includes(outcome.failure.code)) ||
    (outcome?.kind === 'failed' && outcome.error.field === 'access');
  return order && isRefused ? order.at : null;
};

/** Keep and Restore read the plugin first. Whoever has no credentials for it, or refused ones, can give others. */
export const OwnAccess = ({ view, target }: { view: ApplyView; target: TargetView }) => {
  const { state, apply } = usePanel();
  const access = apply.state?.access;
  if (!apply.state || !access) return null;
  const isUsable = canUse(access);
  const refused = refusedAt(view, apply.state.order);
  // Those that were given since were not refused yet.
  const isRefused = refused !== null && access.kind !== 'none' && access.at <= refused;
  if (isUsable && !isRefused)
    return refused === null || access.kind === 'none' ? null : (
      <p role="status">
        Credentials were given {thenOf(access.at)}, after others were refused. They have not been tried yet: press{' '}
        {view.step === 'stuck' && wasRestoring(view) ? '“Try again”' : 'Keep or Restore once more'}.
      </p>
    );
  return (
    <Banner
      of="look"
      title={isUsable ? 'Other credentials can be given.' : titleOf(view.who !== state.me)}
      label="Credentials"
      actions={
        <Fold summary={isUsable ? 'Give other credentials' : 'Give credentials of your own'}>
          <AccessForm target={target} access={access} onSaved={() => {}} />
        </Fold>
      }
    >
      {isUsable ? 'What was refused is tried no second time by itself.' : whyOf(access)}
    </Banner>
  );
};

const titleOf = (isTheirs: boolean) =>
  isTheirs ? 'You see how it goes, and cannot act on it yet.' : 'There are no credentials to act on it with.';

const whyOf = (access: PluginAccess) =>
  access.kind === 'none'
    ? 'Keep and Restore read the plugin first. With credentials of your own you may do both.'
    : `Keep and Restore read the plugin first, and the credentials of ${access.who} write for ${access.who} alone. With some of your own you may do both.`;
