import type { Asked } from './call';
import { secretHome } from './panel-state';

/** After the address was changed: looking at a secret's state strikes it out where it belongs elsewhere by now. */
export const strikeOutStrangers = async ({ store }: Asked): Promise<void> => {
  const connection = (await store.connection.latest())?.value ?? null;
  for (const id of (await store.targets.latest())?.value ?? []) {
    const settings = await store.target(id).latest();
    if (settings) await store.secrets.state(id, secretHome(connection, settings.value));
  }
};
