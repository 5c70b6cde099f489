import type { Asked } from './call';

type Dated = { at: string } | null;

/** What a run is given, as it is kept. Whatever else a run comes to be given belongs here too. */
export type GivenToRun = {
  connection: Dated;
  authorities: Dated;
  /** Null where a run looks at the address alone. */
  target: { settings: Dated; mapping: Dated; pluginFile: Dated; secretAt: string | null } | null;
};

/** When the newest of it was saved or forgotten, ISO 8601; empty where nothing was. What is older tells of other settings. */
export const newestOf = ({ connection, authorities, target }: GivenToRun): string =>
  [
    connection?.at,
    authorities?.at,
    target?.settings?.at,
    target?.mapping?.at,
    target?.pluginFile?.at,
    target?.secretAt ?? undefined,
  ].reduce<string>((newest, at) => (at !== undefined && at > newest ? at : newest), '');

/** The same, read for one target; null for the address alone. */
export const changedAt = async ({ store }: Asked, target: string | null): Promise<string> => {
  const [connection, authorities, ofTarget] = await Promise.all([
    store.connection.latest(),
    store.authorities.latest(),
    target === null
      ? null
      : Promise.all([
          store.target(target).latest(),
          store.mapping(target).latest(),
          store.pluginFile.get(target),
          store.secrets.changedAt(target),
        ]),
  ]);
  if (ofTarget === null) return newestOf({ connection, authorities, target: null });
  const [settings, mapping, pluginFile, secretAt] = ofTarget;
  return newestOf({ connection, authorities, target: { settings, mapping, pluginFile, secretAt } });
};

/**
 * The same, of what a test sign-in depends on: not of the mapping, which its claims are judged by anew, nor of the
 * plugin's file, which Casdoor never sees.
 */
export const newestForSignIn = ({ target, ...given }: GivenToRun): string =>
  newestOf({ ...given, target: target && { ...target, mapping: null, pluginFile: null } });

/** The same, read for one target. */
export const signInChangedAt = async ({ store }: Asked, target: string): Promise<string> => {
  const [connection, authorities, settings, secretAt] = await Promise.all([
    store.connection.latest(),
    store.authorities.latest(),
    store.target(target).latest(),
    store.secrets.changedAt(target),
  ]);
  return newestForSignIn({ connection, authorities, target: { settings, mapping: null, pluginFile: null, secretAt } });
};
