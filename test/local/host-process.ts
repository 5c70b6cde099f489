import { join } from 'node:path';
import { startLocalHost } from '../../local/host/local-host';

/** A local host in a process of its own, for a test that kills it. Prints its address and origin as JSON. */
const [folder = '', port = '0'] = process.argv.slice(2);
startLocalHost({
  port: Number(port),
  usualPort: 0,
  data: join(folder, 'data'),
  keyFile: join(folder, 'keys', 'keys.json'),
  hasDemo: false,
  product: 'jira',
  panelFolder: join(folder, 'panel'),
  authorities: [],
}).then(
  ({ address, origin }) => console.log(JSON.stringify({ address, origin })),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
