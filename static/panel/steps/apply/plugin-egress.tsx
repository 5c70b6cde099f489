import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { productNames } from '../../../../src/contract/target';
import { askForEgress, pluginEgress } from '../../bridge';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';

/** Under Forge the backend asks a Jira or Confluence elsewhere only once an administrator has consented to its host. */
export const PluginEgress = ({ target, onGranted }: { target: TargetView; onGranted: () => void }) => {
  const { state } = usePanel();
  const [wasDeclined, setWasDeclined] = useState(false);
  const { baseUrl } = target.settings.value;
  if (!URL.canParse(baseUrl)) return null;
  const { origin, host } = new URL(baseUrl);
  const around = productNames[state.place.product];
  const ask = async () => {
    const granted = await askForEgress(origin, pluginEgress(target.id));
    setWasDeclined(!granted);
    if (granted) onGranted();
  };
  return (
    <Banner
      of="look"
      title={
        wasDeclined
          ? `${around} did not get consent to requests to ${host}.`
          : `Requests to ${host} need your consent first.`
      }
      actions={<Button onClick={() => void ask()}>{wasDeclined ? 'Ask again' : `Allow requests to ${host}`}</Button>}
    >
      {wasDeclined
        ? `Either it was declined, or your account may not give it: it takes an administrator of ${around}. Until then the fields are filled in by hand.`
        : `${around} will show a dialog of its own. The app’s backend then reads and writes the plugin there; the browser asks nobody.`}
    </Banner>
  );
};
