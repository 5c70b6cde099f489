import * as v from 'valibot';
import type { ApplyTarget } from '../../../src/apply/apply-target';
import { readAddress } from '../../../src/casdoor/address';
import type { Vantage } from '../../../src/casdoor/vantage';
import { Secret } from '../../../src/secrets/secret';
import { askAuthconfigOverVantage } from '../../../src/targets/atlassian-dc/ask-authconfig';
import { authconfigApi } from '../../../src/targets/atlassian-dc/authconfig-api';
import { atlassianDcTarget } from '../../../src/targets/atlassian-dc/target';
import type { AtlassianDcWanted } from '../../../src/targets/atlassian-dc/wanted';
import { redirectListApi } from '../../../src/targets/casdoor/redirect-list-api';
import { redirectUriTarget } from '../../../src/targets/casdoor/redirect-uri-target';
import { askPluginOverVantage } from '../../../src/targets/miniorange/ask-plugin';
import { pluginApi } from '../../../src/targets/miniorange/plugin-api';
import { miniorangeTarget } from '../../../src/targets/miniorange/target';
import type { MiniorangeWanted } from '../../../src/targets/miniorange/wanted';
import { mapping, wantedOf } from '../../targets/atlassian-dc/given';
import { endpointsBelow, wantedMapping, wantedSettings } from '../../targets/miniorange/wanted-settings';

/** A target and what is wanted of it, as plain JSON: a process that will be killed is given it as an argument. */
export const targetSpec = v.variant('kind', [
  v.object({ kind: v.literal('miniorange'), address: v.string(), provider: v.string(), variant: v.number() }),
  v.object({
    kind: v.literal('atlassian-dc'),
    address: v.string(),
    issuer: v.string(),
    knownSecret: v.string(),
    variant: v.number(),
  }),
  v.object({
    kind: v.literal('casdoor'),
    address: v.string(),
    application: v.string(),
    redirectUri: v.string(),
    isRegistered: v.boolean(),
  }),
]);
export type TargetSpec = v.InferOutput<typeof targetSpec>;

export const owner = { user: 'amara.okafor', password: 'right-password', token: 'right-token' };

/** Each variant differs from every other in several fields, the secret among them. */
export const miniorangeWanted = (variant: number): MiniorangeWanted => {
  if (variant % 6 === 5) return { kind: 'redirect', isOn: variant % 12 === 5 };
  const base = `https://door-${variant}.acme.example`;
  return wantedSettings({
    settings: { clientId: `client-${variant}`, scopes: 'openid profile email', comparesIssuer: variant % 2 === 0 },
    endpoints: endpointsBelow(base),
    mapping: { ...wantedMapping, rules: { groupMapping: { [`team-${variant}`]: [`acme/team-${variant}`] } } },
    secret: new Secret(`secret-of-variant-${variant}`),
  });
};

export const atlassianDcWanted = (issuer: string, variant: number): AtlassianDcWanted =>
  wantedOf({
    issuer,
    clientId: `client-${variant}`,
    mapping: { ...mapping, username: variant % 2 === 0 ? '${name}' : '${preferred_username}' },
    secret: new Secret(`secret-of-variant-${variant}`),
  });

/** Makes the target and hands it on, since each kind has documents of its own. */
export const withTarget = <T>(
  spec: TargetSpec,
  vantage: Vantage,
  act: <D, W>(target: ApplyTarget<D, W>, wanted: W) => T,
): T => {
  switch (spec.kind) {
    case 'miniorange': {
      const credentials = { kind: 'password', user: owner.user, password: new Secret(owner.password) } as const;
      const ask = askPluginOverVantage(vantage, new URL(spec.address), credentials);
      return act(miniorangeTarget(pluginApi(ask, 'jira', credentials), spec.provider), miniorangeWanted(spec.variant));
    }
    case 'atlassian-dc': {
      const credentials = { kind: 'token', token: new Secret(owner.token) } as const;
      const ask = askAuthconfigOverVantage(vantage, new URL(spec.address), credentials);
      const api = authconfigApi(ask, 'jira', credentials);
      const knownSecret = new Secret(spec.knownSecret);
      return act(atlassianDcTarget({ api, idp: null, knownSecret }), atlassianDcWanted(spec.issuer, spec.variant));
    }
    case 'casdoor': {
      const address = readAddress(spec.address);
      if (!address.ok) throw new TypeError(address.sentence.text);
      const api = redirectListApi({
        address: address.value,
        clientId: `${spec.application}-client-id`,
        secret: new Secret(`${spec.application}-client-secret`),
        allowsHttp: false,
        vantage,
      });
      return act(redirectUriTarget(api, spec.redirectUri), { isRegistered: spec.isRegistered });
    }
  }
};
