import { noAnswer } from './no-answer';

/** The host answers, and says that nothing listens on the port (TCP reset on SYN). */
export const connectionRefused = noAnswer({
  id: 'connection-refused',
  kind: 'connection-refused',
  title: 'Connection to Casdoor',
  heading: 'Nothing listens at the address of Casdoor',
  why: 'Nobody can open the sign-in page, and {product} cannot ask Casdoor who somebody is.',
  fix: 'Look whether Casdoor runs, and whether {port} is the port that it or its reverse proxy has. Casdoor listens on `httpport` of `conf/app.conf`, 8000 as it comes.',
  handOver: 'Nothing listens on {failedHost}, port {port}. Does Casdoor run, and is that the right port?',
  found: ({ failure }) => ({
    text: failure.proxy
      ? 'Through the proxy {proxy}, nothing listens on {failedHost}, port {port}.'
      : 'Nothing listens on {failedHost}, port {port}: the connection was refused after {waited}.',
  }),
});
