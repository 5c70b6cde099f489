import { noAnswer } from './no-answer';

/** A router or the own system says that there is no way to the host (ICMP unreachable). */
export const hostUnreachable = noAnswer({
  id: 'host-unreachable',
  kind: 'host-unreachable',
  title: 'Way to the host',
  heading: 'There is no way to the host of Casdoor from here',
  why: 'From this network Casdoor cannot be reached. If {product} stands in the same network, it cannot either.',
  fix: 'Look whether a VPN is needed to reach {host}, and whether its address in DNS is still the right one.',
  handOver:
    'There is no route to {failedHost} from the computer that checks it ({code}). Is a VPN or a firewall rule needed?',
  found: () => ({ text: 'The network has no way to {failedHost}, port {port} ({code}).' }),
});
