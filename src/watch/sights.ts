import * as v from 'valibot';
import { dayOf } from '../checks/date-words';
import type { Evidence } from '../checks/evidence';

/** What is not set by anybody here and may change for the better, as it was seen last; null where it was not told. */
export const sightsShape = v.object({
  host: v.string(),
  certificate: v.nullable(v.object({ fingerprint: v.string(), notAfter: v.string() })),
  keys: v.nullable(v.array(v.object({ thumbprint: v.string(), name: v.string() }))),
  casdoor: v.nullable(v.string()),
  plugin: v.nullable(v.object({ name: v.string(), version: v.string() })),
});
export type Sights = v.InferOutput<typeof sightsShape>;

export const sightsIn = ({ address, tls, keys, version, pluginStanding, given }: Evidence): Sights => {
  const leaf = tls.known ? tls.value.chain[0] : undefined;
  return {
    host: address.known ? address.value.host : given.address,
    certificate: leaf ? { fingerprint: leaf.fingerprint, notAfter: leaf.notAfter } : null,
    keys: keys.known ? keys.value.map(({ thumbprint, kid }) => ({ thumbprint, name: kid ?? thumbprint })) : null,
    casdoor: version.known && version.value.version !== '' ? version.value.version : null,
    plugin:
      pluginStanding.known && pluginStanding.value.version !== ''
        ? { name: pluginStanding.value.name, version: pluginStanding.value.version }
        : null,
  };
};

/** What was not told this time is taken over from before: a silent hour is no change. */
export const sightsAfter = (before: Sights | null, now: Sights): Sights =>
  before === null || before.host !== now.host
    ? now
    : {
        host: now.host,
        certificate: now.certificate ?? before.certificate,
        keys: now.keys ?? before.keys,
        casdoor: now.casdoor ?? before.casdoor,
        plugin: now.plugin ?? before.plugin,
      };

/** Something that happened. */
export type News = { check: string; severity: 'good' | 'advice'; title: string; message: string };

/** Changes that nobody has to do anything about, and the key that is gone. Of another host there is no news. */
export const newsBetween = (before: Sights | null, now: Sights): News[] => {
  if (before === null || before.host !== now.host) return [];
  return [...certificateNews(before, now), ...keyNews(before, now), ...versionNews(before, now)];
};

const certificateNews = (before: Sights, { certificate, host }: Sights): News[] => {
  const old = before.certificate;
  if (old === null || certificate === null || old.fingerprint === certificate.fingerprint) return [];
  if (certificate.notAfter <= old.notAfter)
    return [
      {
        check: 'tls-expires-soon',
        severity: 'advice',
        title: `${host} has another TLS certificate`,
        message: `It is valid until ${dayOf(certificate.notAfter)}, no longer than the one before it.`,
      },
    ];
  return [
    {
      check: 'tls-expires-soon',
      severity: 'good',
      title: `The TLS certificate of ${host} was renewed`,
      message: `It is valid until ${dayOf(certificate.notAfter)}, before that until ${dayOf(old.notAfter)}.`,
    },
  ];
};

const keyNews = (before: Sights, now: Sights): News[] => {
  if (before.keys === null || now.keys === null) return [];
  const [old, current] = [before.keys, now.keys];
  const added = current.filter(({ thumbprint }) => !old.some((key) => key.thumbprint === thumbprint));
  const gone = old.filter(({ thumbprint }) => !current.some((key) => key.thumbprint === thumbprint));
  return [
    ...added.map(
      ({ name }): News => ({
        check: 'signing-key-missing',
        severity: 'good',
        title: `Casdoor publishes another key, ${name}`,
        message: 'There is nothing to do: the plugin picks the key by its name in the token.',
      }),
    ),
    ...gone.map(
      ({ name }): News => ({
        check: 'signing-key-missing',
        severity: 'advice',
        title: `Casdoor no longer publishes the key ${name}`,
        message: 'Tokens that were signed by it are not taken any more; those of new sign-ins are signed by another.',
      }),
    ),
  ];
};

const versionNews = (before: Sights, now: Sights): News[] => {
  const news: News[] = [];
  if (before.casdoor !== null && now.casdoor !== null && before.casdoor !== now.casdoor)
    news.push({
      check: 'casdoor-outdated',
      severity: 'good',
      title: 'Casdoor has another version',
      message: `It is ${now.casdoor}, and was ${before.casdoor}. All checks were made with the new one.`,
    });
  if (before.plugin !== null && now.plugin !== null && before.plugin.version !== now.plugin.version)
    news.push({
      check: 'plugin-version-untried',
      severity: 'advice',
      title: `${now.plugin.name} has another version`,
      message: `It is ${now.plugin.version}, and was ${before.plugin.version}. Make a test sign-in through the plugin.`,
    });
  return news;
};
