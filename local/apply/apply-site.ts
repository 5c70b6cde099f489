import { existsSync } from 'node:fs';
import type { Product } from '../../src/contract/target';
import type { Place } from '../../src/store/place';
import { Unusable } from '../command/run-command';
import { type DataFolder, DataFolderHeld, installation, openDataFolder, usualDataFolder } from '../host/data-folder';
import { startForgeHost } from '../host/forge-runtime';
import { KeyFileRefused } from '../host/key-file';
import { keyValueService } from '../host/key-value-service';
import { memoryEntries } from '../host/memory-entries';
import { ownProducts, systemAccount } from '../host/own-products';
import { NeedsSomebody } from './needs-somebody';

/** What the panel keeps, opened by this command. */
export type ApplySite = {
  /** Runs something as the app would, in the context of a product. */
  inside: <T>(product: Product, act: () => Promise<T>) => Promise<T>;
  /** Whoever started the process. */
  who: { name: string; account: string };
  place: (product: Product) => Place;
  close: () => Promise<void>;
};

/**
 * Opens the data folder of the panel on the unmodified packages, as the panel does.
 *
 * @param isLookOnly A folder that is not there yet is not made.
 * @param whereHeld What to do where another process has the folder.
 * @throws NeedsSomebody where another process has the folder; Unusable where its key file cannot be trusted.
 */
export const openApplySite = async (
  given: { data: string | null; keyFile: string | null },
  { isLookOnly, whereHeld = usualWhereHeld }: { isLookOnly: boolean; whereHeld?: string },
): Promise<ApplySite> => {
  const isThere = existsSync(given.data ?? usualDataFolder());
  const data = isLookOnly && !isThere ? inMemory() : await openDataFolder(given).catch(refusal(whereHeld));
  const account = systemAccount();
  const host = startForgeHost({
    keyValues: data.keyValues,
    answerProduct: ownProducts([account]),
    mayReach: () => false,
    webTriggerUrl: () => null,
  });
  const who = { name: account.displayName, account: account.accountId };
  return {
    inside: (product, act) => host.inside(act, { product, installation }),
    who,
    place: (product) => ({ product, who: who.name, account: who.account, now: () => new Date() }),
    close: async () => {
      host.close();
      await data.close();
    },
  };
};

const inMemory = (): Pick<DataFolder, 'keyValues' | 'close'> => ({
  keyValues: keyValueService(memoryEntries(), memoryEntries()),
  close: async () => {},
});

const usualWhereHeld =
  'Where it is a panel, Restore and Keep stand in its step Apply; where it is this command, Ctrl-C there ends its wait.';

const refusal =
  (whereHeld: string) =>
  (error: unknown): never => {
    if (error instanceof DataFolderHeld) throw new NeedsSomebody(`${error.message} ${whereHeld}`);
    if (error instanceof KeyFileRefused) throw new Unusable(`--key-file: ${error.message}`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : null;
    if (code !== null) throw new Unusable(`--data: the folder cannot be opened (${code}).`);
    throw error;
  };
