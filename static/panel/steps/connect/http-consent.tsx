import { isLoopback, readAddress } from '../../../../src/casdoor/address';
import { Tick } from '../../parts/tick';

type HttpConsentProps = { address: string; allowed: boolean; onChange: (allowed: boolean) => void };

/** Over http a secret can be read on its way, so it is sent only after a tick that says so, for this address alone. */
export const HttpConsent = ({ address, allowed, onChange }: HttpConsentProps) => {
  const read = readAddress(address);
  if (!read.ok || read.value.scheme !== 'http' || isLoopback(read.value.host)) return null;
  return (
    <Tick
      className="consent"
      label={
        <>
          Send the client secret to <code>{read.value.origin}</code> without encryption
        </>
      }
      note="Whoever listens on the way can read it, and with it administer all of your Casdoor. Without this tick everything that needs no secret is checked."
      checked={allowed}
      onChange={onChange}
    />
  );
};
