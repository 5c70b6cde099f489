import type { Severity } from '../../contract/report';
import { addressCauses, factsOfTheServer, silenceCauses } from '../causes';
import { defineCheck, fail, pass } from '../define-check';
import type { Given } from '../evidence';
import { isLoopbackHost } from '../host-kinds';

/** An issuer uses https (OpenID Connect Discovery 1.0 §2); Forge and Atlassian's own plugin take nothing else. */
const weight = ({ from, target }: Given): Severity =>
  from === 'cloud' || target.plugin === 'atlassian-dc' ? 'blocker' : 'serious';

export const schemeInsecure = defineCheck({
  id: 'scheme-insecure',
  area: 'address',
  title: 'Encryption of the address',
  heading: 'Casdoor is used over http, without encryption',
  severity: weight,
  needs: ['address'],
  // From the cloud over http nothing could be asked at all.
  explains: factsOfTheServer,
  after: [...addressCauses, ...silenceCauses, 'redirected'],
  why: 'Passwords, tokens and the client secret cross the network in the clear: whoever can listen can sign in to {product} as anybody.',
  fix: 'Put a reverse proxy with a certificate in front of Casdoor, set `origin` in its `conf/app.conf` to the https address, restart it, and use that address here and in the plugin.',
  handOver:
    'Casdoor is used at {address}, over http, and {product} needs it over https. Can it be published through a reverse proxy with a certificate? In conf/app.conf, origin is then {httpsOrigin}, and Casdoor has to be restarted.',
  evaluate({ address }, given) {
    if (address.scheme === 'https') return pass();
    if (isLoopbackHost(address.host) && given.from === 'local')
      return pass('{host} is this computer: nothing crosses a network.', { host: address.host });
    const httpsOrigin = `https://${address.host}`;
    const particulars = { copy: [{ label: 'conf/app.conf', text: `origin = ${httpsOrigin}` }] };
    const values = { typed: address.origin + address.prefix, httpsOrigin };
    if (given.from === 'cloud')
      return fail('The address is {typed}. From the cloud an app may call https only.', values, {
        ...particulars,
        headline: { text: 'Casdoor cannot be reached from the cloud', values: {} },
      });
    if (given.target.plugin === 'atlassian-dc')
      return fail('The address is {typed}, and {plugin} takes endpoints over https only.', values, particulars);
    return fail('The address is {typed}, so nothing that is sent there is encrypted.', values, particulars);
  },
});
