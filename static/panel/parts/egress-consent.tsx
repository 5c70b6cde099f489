import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import { productNames } from '../../../src/contract/target';
import { askForEgress, type EgressGroup } from '../bridge';
import { usePanel } from '../panel-model';
import { Banner } from './banner';

type EgressConsentProps = {
  /** Of the one host that is asked for. */
  origin: string;
  group: EgressGroup;
  /** What the backend does there, behind a sentence about the dialog. */
  purpose: string;
  /** What is to be done where it was declined, or may not be given by whoever asks. */
  otherwise: string;
  onGranted: () => void;
};

/** Under Forge each host needs the consent of an administrator of the product before anything is sent there. */
export const EgressConsent = ({ origin, group, purpose, otherwise, onGranted }: EgressConsentProps) => {
  const { state, announce } = usePanel();
  const [wasDeclined, setWasDeclined] = useState(false);
  const { host } = new URL(origin);
  const product = productNames[state.place.product];
  const declined = `${product} did not get consent to requests to ${host}.`;
  const ask = async () => {
    const isGranted = await askForEgress(origin, group);
    setWasDeclined(!isGranted);
    // The button keeps the focus and has another name: why, is said.
    if (!isGranted) return announce(declined);
    announce(`Requests to ${host} are allowed.`);
    onGranted();
  };
  return (
    <Banner
      of="look"
      title={wasDeclined ? declined : `Requests to ${host} need your consent first.`}
      actions={<Button onClick={() => void ask()}>{wasDeclined ? 'Ask again' : `Allow requests to ${host}`}</Button>}
    >
      {wasDeclined
        ? `Either it was declined, or your account may not give it: it takes an administrator of ${product}. ${otherwise}`
        : `${product} will show a dialog of its own. ${purpose}`}
    </Banner>
  );
};
