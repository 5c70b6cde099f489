import { isIP } from 'node:net';

export type OriginSettings = {
  /** The setting `origin` of conf/app.conf, used verbatim. */
  origin?: string;
  /** The setting `originFrontend`: overrides the front end alone. */
  originFrontend?: string;
  /** `dev` is what Casdoor ships; the demo runs as `prod`. */
  runMode?: 'dev' | 'prod';
};

/**
 * Where Casdoor v3.158.0 believes that its front end and its server are. Without `origin` the Host header alone decides;
 * X-Forwarded-Host and -Proto are never read.
 */
export const originsOf = (settings: OriginSettings, host: string): { frontEnd: string; server: string } => {
  const server = settings.origin ?? serverOf(host);
  const isDevelopment = settings.runMode === 'dev' && settings.origin === undefined && host === 'localhost:8000';
  return { frontEnd: settings.originFrontend ?? (isDevelopment ? 'http://localhost:7001' : server), server };
};

const serverOf = (host: string): string => {
  const name = host.replace(/:\d+$/, '');
  const scheme = isIP(name) !== 0 || !name.includes('.') ? 'http' : 'https';
  return `${scheme}://${host}`;
};
