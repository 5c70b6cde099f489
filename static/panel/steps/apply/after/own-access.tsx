import { useState } from 'react';
import type { ApplyView } from '../../../../../src/contract/apply';
import type { PluginAccess } from '../../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../../src/contract/panel-calls';
import { usePanel } from '../../../panel-model';
import { Banner } from '../../../parts/banner';
import { Fold } from '../../../parts/fold';
import { AccessForm } from '../access-form';

/** Whether who asks may read and write the plugin with what is kept. */
export const canUse = (access: PluginAccess): boolean => access.kind !== 'none' && (access.isOwn || access.isShared);

/** Keep and Restore read the plugin first. Whoever has no credentials for it can see how it goes, and give some. */
export const OwnAccess = ({ view, target }: { view: ApplyView; target: TargetView }) => {
  const { state, apply } = usePanel();
  const [times, setTimes] = useState(0);
  const access = apply.state?.access;
  if (!access || canUse(access)) return null;
  const isTheirs = view.who !== state.me;
  return (
    <Banner
      of="look"
      title={
        isTheirs ? `You see how it goes, and cannot act on it yet.` : 'There are no credentials to act on it with.'
      }
      label="Credentials"
      actions={
        <Fold key={times} summary="Give credentials of your own">
          <AccessForm target={target} access={access} onSaved={() => setTimes(times + 1)} />
        </Fold>
      }
    >
      Keep and Restore read the plugin first
      {access.kind === 'none' ? '.' : `, and the credentials of ${access.who} write for ${access.who} alone.`} With some
      of your own you may do both.
    </Banner>
  );
};
