import type { TargetView } from '../../../../src/contract/panel-calls';
import { pluginEgress } from '../../bridge';
import { EgressConsent } from '../../parts/egress-consent';

/** For the Jira or Confluence elsewhere whose plugin is written to. */
export const PluginEgress = ({ target, onGranted }: { target: TargetView; onGranted: () => void }) => {
  const { baseUrl } = target.settings.value;
  if (!URL.canParse(baseUrl)) return null;
  return (
    <EgressConsent
      origin={new URL(baseUrl).origin}
      group={pluginEgress(target.id)}
      purpose="The app’s backend then reads and writes the plugin there; the browser asks nobody."
      otherwise="Until then the fields are filled in by hand."
      onGranted={onGranted}
    />
  );
};
