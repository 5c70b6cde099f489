import { factsOfTheServer } from '../causes';
import { defineCheck, fail, pass } from '../define-check';

/** Ports that Forge lets an app call (Forge documentation, runtime egress permissions). */
const forgePorts = [80, 443, 7990, 8060, 8080, 8085, 8089, 8090, 8443, 8444];

/** A request from Forge to any other port is refused by the platform. */
export const portForbidden = defineCheck({
  id: 'port-forbidden',
  area: 'address',
  title: 'Port of the address',
  heading: 'Casdoor is on a port that may not be called from the cloud',
  severity: 'blocker',
  needs: ['address'],
  explains: factsOfTheServer,
  after: ['address-unreadable', 'address-private'],
  appliesTo: ({ from }) => (from === 'cloud' ? null : 'Only a check from the cloud is limited to certain ports.'),
  why: 'Atlassian refuses calls of this app to port {port}, so nothing can be checked or configured from here.',
  fix: 'Publish Casdoor on port 443 through your reverse proxy and type that address, or run this product inside your network with `npm start`.',
  handOver:
    'Atlassian only lets its apps call the ports {ports}. Casdoor is at {address}. Can the reverse proxy publish it on port 443 as well?',
  evaluate({ address: { port } }) {
    if (forgePorts.includes(port)) return pass();
    return fail(
      'Port {port} is none of those that Atlassian lets an app call: {ports}.',
      { port: String(port), ports: forgePorts.join(', ') },
      { headline: { text: 'Casdoor cannot be reached from the cloud', values: {} } },
    );
  },
});
