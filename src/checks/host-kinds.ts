/** Names that exist inside a network only: RFC 6761, 6762, 8375, 9476, and what companies use beside them. */
const privateSuffixes = ['.local', '.internal', '.localhost', '.lan', '.home.arpa', '.intranet', '.corp', '.home'];

/** Loopback: nothing that is sent there leaves the machine. `host` is as the URL standard spells it. */
export const isLoopbackHost = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** Whether a host can be told to be private by its spelling alone (RFC 1918, 4193, 6598). Loopback is private too. */
export const isPrivateHost = (host: string): boolean => {
  if (host.startsWith('[')) return isPrivateV6(host.slice(1, -1));
  if (isNumericHost(host)) return isPrivateV4(host);
  // A name without a dot is no name on the internet.
  return !host.includes('.') || privateSuffixes.some((suffix) => host.endsWith(suffix));
};

/** An IP address rather than a name. */
export const isNumericHost = (host: string): boolean => host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host);

const isPrivateV4 = (host: string): boolean => {
  const [a = 0, b = 0] = host.split('.').map(Number);
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
};

const isPrivateV6 = (host: string): boolean =>
  host === '::1' || host === '::' || /^f[cd]/i.test(host) || /^fe[89ab]/i.test(host) || isMappedPrivate(host);

/** `::ffff:10.0.0.1` is spelled `::ffff:a00:1` by the URL standard. */
const isMappedPrivate = (host: string): boolean => {
  const high = /^::ffff:([0-9a-f]{1,4}):[0-9a-f]{1,4}$/i.exec(host)?.[1];
  if (high === undefined) return false;
  const number = Number.parseInt(high, 16);
  return isPrivateV4(`${number >> 8}.${number & 255}.0.0`);
};

/** A URL, relative to `base` where one is given, or null. */
export const urlOf = (text: string, base?: string): URL | null => {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
};
