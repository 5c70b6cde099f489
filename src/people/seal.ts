import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/** Opens and closes what is kept of people with one apply. */
export type Seal = {
  /** `about` is authenticated: a page does not open in place of another. */
  close: (about: string, text: string) => Promise<string>;
  open: (about: string, sealed: string) => Promise<string>;
};

const [compress, expand] = [promisify(gzip), promisify(gunzip)];
const ivLength = 12;

/** A new key as it lies in the secret store, one a write: pages are many, and lie in the plain one. */
export const newSeal = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');

/** AES-256-GCM over gzip. */
export const openSeal = async (text: string): Promise<Seal> => {
  const usages = ['encrypt', 'decrypt'] as const;
  const secret = await crypto.subtle.importKey('raw', Buffer.from(text, 'base64'), 'AES-GCM', false, [...usages]);
  const manner = (about: string, iv: Uint8Array<ArrayBuffer>) => ({
    name: 'AES-GCM',
    iv,
    additionalData: Buffer.from(about),
  });
  return {
    close: async (about, plain) => {
      const iv = crypto.getRandomValues(new Uint8Array(ivLength));
      const closed = await crypto.subtle.encrypt(manner(about, iv), secret, await compress(plain));
      return Buffer.concat([iv, new Uint8Array(closed)]).toString('base64');
    },
    open: async (about, sealed) => {
      const bytes = Uint8Array.from(Buffer.from(sealed, 'base64'));
      const opened = await crypto.subtle.decrypt(
        manner(about, bytes.slice(0, ivLength)),
        secret,
        bytes.slice(ivLength),
      );
      return (await expand(new Uint8Array(opened))).toString('utf8');
    },
  };
};
