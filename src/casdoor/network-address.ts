/** RFC 3927, RFC 4291 §2.5.6: where clouds keep their metadata services. */
export const isLinkLocal = (address: string): boolean => {
  const bare = unmapped(address);
  return /^169\.254\./.test(bare) || /^fe[89ab][0-9a-f]:/i.test(bare);
};

/** Loopback, private and otherwise not public ranges: RFC 1918, 4193, 6598, 6890. */
export const isPrivateAddress = (address: string): boolean => {
  const bare = unmapped(address);
  if (isLinkLocal(bare)) return true;
  if (bare.includes(':')) return /^(::1?$|f[cd][0-9a-f]{2}:)/i.test(bare);
  const parts = bare.split('.').map(Number);
  const [a, b] = parts;
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part)) || a === undefined || b === undefined)
    return bare === 'localhost' || bare.endsWith('.localhost');
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    (a === 100 && b >= 64 && b <= 127) ||
    (a === 172 && b >= 16 && b <= 31) ||
    (a === 192 && b === 168) ||
    (a === 198 && (b === 18 || b === 19)) ||
    a >= 224
  );
};

/** An IPv4 address inside an IPv6 one is judged as what it is. */
const unmapped = (address: string): string => {
  const bare = address.replace(/^\[|\]$/g, '').toLowerCase();
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1];
  if (dotted !== undefined) return dotted;
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(bare);
  if (!hex) return bare;
  const high = Number.parseInt(hex[1] ?? '0', 16);
  const low = Number.parseInt(hex[2] ?? '0', 16);
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
};
