import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CSPInjectionService, CSPProcessingService } from '@forge/csp';
import { load } from 'cheerio';
import { parse } from 'yaml';
import { panelPolicy } from '../../../local/host/panel-policy';

const manifest = parse(readFileSync(join(__dirname, '../../../manifest.yml'), 'utf8')) as {
  permissions: Parameters<CSPProcessingService['getCspDetails']>[1];
};

/** What Forge serves the panel under, for a site of its own. */
const forgePolicy = (): Map<string, string[]> => {
  const page = '<!doctype html><html><head></head><body><div id="root"></div></body></html>';
  const existingCSPDetails = new CSPProcessingService({ info: () => {} }, load).getCspDetails(
    page,
    manifest.permissions,
  );
  const policies = new CSPInjectionService().getInjectableCSP({
    existingCSPDetails,
    microsEnv: 'prod',
    hostname: 'https://acme.atlassian.net',
  });
  return directives(policies.join(';'));
};

const directives = (policy: string) =>
  new Map(
    policy.split(';').map((directive) => {
      const [name, ...sources] = directive.trim().split(/\s+/);
      return [name ?? '', sources] as const;
    }),
  );

/** A host, and where violations are told. */
const isForeign = (source: string) => /^https:|^\*\.|^[\w.]+\.(net|com|org)$|^bitbucket\.org$/.test(source);

test('the local panel is served under what Forge allows, without any host of Atlassian', () => {
  const forge = forgePolicy();
  const local = directives(panelPolicy);
  const expected = [...forge]
    .filter(([name]) => name !== 'report-uri' && name !== 'frame-ancestors')
    .map(([name, sources]) => [name, sources.filter((source) => !isForeign(source))]);
  expect(Object.fromEntries([...local].filter(([name]) => name !== 'frame-ancestors'))).toEqual(
    Object.fromEntries(expected),
  );
  expect(local.get('frame-ancestors')).toEqual(["'none'"]);
});

test('no inline script or style is allowed', () => {
  expect(panelPolicy).not.toContain('unsafe');
});
