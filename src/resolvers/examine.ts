import type { Report } from '../contract/report';
import type { Work } from '../runs/runs';
import { Refusal } from '../store/refusal';
import type { Asked } from './call';
import { originOf, requireTarget, secretHome } from './panel-state';

/**
 * What a check of a target needs, read before the run is made, so that a refusal leaves no run behind. A null target:
 * the address alone.
 */
export const examine = async (
  asked: Asked,
  target: string | null,
  only: readonly string[] | null,
): Promise<(work: Work) => Promise<Report>> => {
  const { adapters, place, store } = asked;
  const connection = (await store.connection.latest())?.value;
  if (!connection) throw new Refusal('refused', 'There is no address to check: save one first.', { field: 'address' });
  const settings = target === null ? null : (await requireTarget(asked, target)).value;
  const home = settings && secretHome(connection, settings);
  const [mapping, file, secret, authorities] = await Promise.all([
    target === null ? null : store.mapping(target).latest(),
    target === null ? null : store.pluginFile.get(target),
    target !== null && home ? store.secrets.use(target, home) : null,
    store.authorities.latest(),
  ]);
  const { diagnose } = await import('../diagnosis/diagnose');
  const { askedAreas, givenFrom } = await import('../diagnosis/given-from');
  const origin = originOf(connection);
  const trusted = (authorities?.value ?? []).filter((authority) => authority.origin === origin);
  const given = givenFrom({
    from: adapters.from,
    product: place.product,
    address: connection.address,
    settings,
    hasSecret: secret !== null,
    mapping: mapping?.value ?? null,
    plugin: file?.settings ?? null,
    now: place.now(),
  });
  return async ({ signal, onProgress }) => {
    const vantage = adapters.vantage(trusted.map(({ pem }) => pem));
    try {
      return await diagnose({
        given,
        secret,
        allowsHttp: connection.allowsHttp,
        vantage,
        signal,
        onProgress,
        asked: askedAreas(given),
        only,
      });
    } finally {
      await vantage.close();
    }
  };
};
