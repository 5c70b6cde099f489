import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import { readAddress } from '../../../../src/casdoor/address';
import { productNames } from '../../../../src/contract/target';
import { askForEgress } from '../../bridge';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';

/** Under Forge each host needs the consent of an administrator of the product before anything is sent there. */
export const EgressConsent = () => {
  const { state, report, check } = usePanel();
  const [wasDeclined, setWasDeclined] = useState(false);
  const isMissing = report?.findings.some(
    ({ blockedBy }) => blockedBy !== null && 'missing' in blockedBy && blockedBy.missing === 'egress-consent',
  );
  const read = state.connection ? readAddress(state.connection.value.address) : null;
  if (state.place.from !== 'cloud' || !isMissing || !read?.ok) return null;
  const { origin, host } = read.value;
  const product = productNames[state.place.product];
  const ask = async () => {
    const granted = await askForEgress(origin);
    setWasDeclined(!granted);
    if (granted) await check.start();
  };
  return (
    <Banner
      of="look"
      title={
        wasDeclined
          ? `${product} did not get consent to requests to ${host}.`
          : `Requests to ${host} need your consent first.`
      }
      actions={<Button onClick={() => void ask()}>{wasDeclined ? 'Ask again' : `Allow requests to ${host}`}</Button>}
    >
      {wasDeclined
        ? `Either it was declined, or your account may not give it: it takes an administrator of ${product}. Ask one of them to open this page, or deploy the app with the manifest that names ${host} itself.`
        : `${product} will show a dialog of its own. The app's backend then asks this one host; the browser asks nobody.`}
    </Banner>
  );
};
