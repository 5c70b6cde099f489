import { isLoopback, readAddress } from '../../../../src/casdoor/address';

type HttpConsentProps = { address: string; allowed: boolean; onChange: (allowed: boolean) => void };

/** Over http a secret can be read on its way, so it is sent only after a tick that says so, for this address alone. */
export const HttpConsent = ({ address, allowed, onChange }: HttpConsentProps) => {
  const read = readAddress(address);
  if (!read.ok || read.value.scheme !== 'http' || isLoopback(read.value.host)) return null;
  return (
    <label className="tick consent">
      <input type="checkbox" checked={allowed} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        Send the client secret to <code>{read.value.origin}</code> without encryption
        <span className="small subtle tick-note">
          Whoever listens on the way can read it, and with it administer all of your Casdoor. Without this tick
          everything that needs no secret is checked.
        </span>
      </span>
    </label>
  );
};
