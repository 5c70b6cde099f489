import { readAddress } from '../../../../src/casdoor/address';
import { casdoorEgress } from '../../bridge';
import { usePanel } from '../../panel-model';
import { EgressConsent } from '../../parts/egress-consent';

/** For the host of Casdoor, where a check has met that it is missing. */
export const CasdoorEgress = () => {
  const { state, report, check } = usePanel();
  const isMissing = report?.findings.some(
    ({ blockedBy }) => blockedBy !== null && 'missing' in blockedBy && blockedBy.missing === 'egress-consent',
  );
  const read = state.connection ? readAddress(state.connection.value.address) : null;
  if (state.place.from !== 'cloud' || !isMissing || !read?.ok) return null;
  const { origin, host } = read.value;
  return (
    <EgressConsent
      origin={origin}
      group={casdoorEgress}
      purpose="The app’s backend then asks this one host; the browser asks nobody."
      otherwise={`Ask one of them to open this page, or deploy the app with the manifest that names ${host} itself.`}
      onGranted={() => void check.start()}
    />
  );
};
