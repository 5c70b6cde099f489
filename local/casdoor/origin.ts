import { isIP } from 'node:net';

export type OriginSettings = {
  /** The setting `origin` of conf/app.conf, used verbatim. */
  origin?: string;
  /** `dev` is what Casdoor ships; the demo runs as `prod`. */
  runMode?: 'dev' | 'prod';
};

/**
 * Where Casdoor v3.158.0 believes that its front end and its server are. Without `origin` the Host header alone decides;
 * X-Forwarded-Host and -Proto are never read.
 */
export const originsOf = (settings: OriginSettings, host: string): { frontEnd: string; server: string } => {
  if (settings.origin !== undefined) return { frontEnd: settings.origin, server: settings.origin };
  const name = host.replace(/:\d+$/, '');
  const scheme = isIP(name) !== 0 || !name.includes('.') ? 'http' : 'https';
  const server = `${scheme}://${host}`;
  const frontEnd = settings.runMode === 'dev' && host === 'localhost:8000' ? 'http://localhost:7001' : server;
  return { frontEnd, server };
};
