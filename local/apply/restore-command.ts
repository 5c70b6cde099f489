/** What the command is to be told of where the panel keeps things; null where it is the usual place. */
export type RestorePlace = { data: string | null; keyFile: string | null };

/**
 * The line that puts the old settings of an apply back without the panel, to be typed in the folder of this product. It
 * works once no panel holds the data folder.
 *
 * @param apply Null: the newest one that still waits for somebody, or needs them.
 * @param platform Windows has other quotation marks.
 */
export const restoreCommand = (
  { data, keyFile }: RestorePlace,
  apply: string | null = null,
  platform: NodeJS.Platform = process.platform,
): string => {
  const quoted = quoting[platform === 'win32' ? 'windows' : 'posix'];
  return [
    'npm run --silent apply -- --restore',
    ...(apply === null ? [] : [apply]),
    ...(data === null ? [] : ['--data', quoted(data)]),
    ...(keyFile === null ? [] : ['--key-file', quoted(keyFile)]),
  ].join(' ');
};

/** In no shell do these signs mean anything but themselves. */
const isPlain = (text: string): boolean => /^[\w@%+=:,./-]+$/.test(text);

const quoting = {
  posix: (text: string) => (isPlain(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`),
  // A file name has no quotation mark there.
  windows: (text: string) => (isPlain(text.replaceAll('\\', '/')) ? text : `"${text}"`),
};
