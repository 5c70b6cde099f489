import { isObject } from '../file-provider';
import { asciiJson } from './exact-json';
import type { MiniorangeDocument } from './open-document';

/** A file for "Import App Configuration", with what has to be typed on the plugin's screens afterwards. */
export type ImportFile = {
  text: string;
  /** Where each secret stands, from the outside in, such as `["Identity Providers", "1", …, "CLIENT_SECRET"]`. */
  typeAfterwards: string[][];
};

/** What stands in the file in place of a secret. It is no row of stars, which would look as if one stood there. */
export const secretPlaceholder = 'TYPE THE SECRET HERE AFTER THE IMPORT';

/** The document as a file for somebody who imports it by hand: no secret is in it. */
export const fileToImport = ({ root }: MiniorangeDocument): ImportFile => {
  const typeAfterwards: string[][] = [];
  const without = (json: unknown, path: string[]): unknown => {
    if (Array.isArray(json)) return json.map((one, at) => without(one, [...path, String(at + 1)]));
    if (!isObject(json)) return json;
    return Object.fromEntries(
      Object.entries(json).map(([key, value]) => {
        const here = [...path, key];
        if (!isSecretKey(key) || value === '' || value === null || typeof value === 'boolean')
          return [key, without(value, here)];
        typeAfterwards.push(here);
        return [key, secretPlaceholder];
      }),
    );
  };
  return { text: asciiJson(without(root, [])), typeAfterwards };
};

/** By its name, whatever a build keeps beside the client secret. */
const isSecretKey = (key: string): boolean =>
  /(?:secret|password|passphrase|(?:private|api|secret|signing|encryption|token)_?key|(?:access|refresh)_?token)$/i.test(
    key,
  );
