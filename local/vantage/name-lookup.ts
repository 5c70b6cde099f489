import { promises as dns, type LookupAddress } from 'node:dns';

/** Finds the addresses of a name; rejects with a code such as ENOTFOUND or EAI_AGAIN. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** Milliseconds. The system's own resolver tries silent name servers for longer than a person waits. */
export const nameTimeout = 5000;

/**
 * As the system finds it, hosts file included, so that the run sees what a browser here sees. Names below `localhost` are
 * this machine (RFC 6761 §6.3): browsers know that, and not every system does.
 */
export const resolveBySystem: Resolve = async (host) =>
  host.endsWith('.localhost') ? [{ address: '127.0.0.1', family: 4 }] : dns.lookup(host, { all: true, verbatim: true });

/** The same, but given up as silent after a while. */
export const resolveInTime = async (resolve: Resolve, host: string): Promise<readonly LookupAddress[]> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(Object.assign(new Error(`No name server answered for ${host}.`), { code: 'EAI_AGAIN' })),
      nameTimeout,
    );
  });
  try {
    const addresses = await Promise.race([resolve(host), silence]);
    if (addresses.length === 0) throw Object.assign(new Error(`${host} has no address.`), { code: 'ENODATA' });
    return addresses;
  } finally {
    clearTimeout(timer);
  }
};
