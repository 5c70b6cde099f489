import { redirectUriOf, type Target } from '../../contract/target';
import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';
import { differencesOf, entryAccepts, nearestEntry, partsOf } from '../redirect-matching';

const paths = { miniorange: '/plugins/servlet/oauth/callback', 'atlassian-dc': '/plugins/servlet/oidc/callback' };
type DataCenterPlugin = keyof typeof paths;
const names: Record<DataCenterPlugin, string> = {
  miniorange: 'miniOrange OAuth/OIDC SSO',
  'atlassian-dc': 'SSO for Atlassian Data Center',
};

/** Two plugins of Data Center have callback URLs that differ by one word, `oauth` and `oidc`. */
export const redirectUriOfOtherPlugin = defineCheck({
  id: 'redirect-uri-of-other-plugin',
  area: 'redirect-uri',
  title: 'Callback URL of the chosen plugin',
  heading: 'The callback URL is that of another plugin',
  severity: 'blocker',
  needs: [],
  uses: ['appLogin', 'application', 'address'],
  asks: ['redirect-uri'],
  after: ['redirect-uri-unreadable', 'client-unknown', 'client-swapped', 'client-built-in'],
  appliesTo: ({ target }) =>
    target.plugin === 'miniorange' || target.plugin === 'atlassian-dc'
      ? null
      : 'Only the plugins of Data Center have a callback URL that is known beforehand.',
  why: 'Casdoor sends people to an address where the chosen plugin does not listen, or refuses the one where it does: either way nobody gets into {product}.',
  fix: 'In Casdoor open Applications → {application} and add this under “Redirect URLs”:',
  answered: 'appLoginAnswer',
  evaluate({ appLogin, application, address }, { redirectUri, target }) {
    const plugin = target.plugin as DataCenterPlugin;
    const other: DataCenterPlugin = plugin === 'miniorange' ? 'atlassian-dc' : 'miniorange';
    const uri = redirectUri ?? '';
    const headline = { text: 'One word sends people to another plugin', values: {} };
    if (partsOf(uri)?.path.endsWith(paths[other])) {
      const mended = uri.replace(paths[other], paths[plugin]);
      return fail(
        '{redirectUri} belongs to {other}. Chosen is {plugin}, whose callback URL ends in {path}.',
        { other: names[other], path: paths[plugin] },
        {
          headline,
          fix: {
            text: 'Put this into the field “Callback URL of the plugin”, or choose {other} as the plugin if that is the one in use:',
            values: { other: names[other] },
          },
          copy: [{ label: 'Callback URL', text: mended }],
          detail: comparison(plugin, mended, 'Given', uri),
        },
      );
    }
    if (appLogin?.redirectUri !== 'refused' || !application) return pass();
    const entry = application.redirectUris.find((candidate) => isOfOtherPlugin(candidate, uri, target, other));
    // An entry of the chosen plugin that is nearer was meant: its one difference is then the finding.
    if (entry === undefined || nearestEntry(application.redirectUris, uri)?.entry !== entry) return pass();
    return fail(
      'The list of {application} has {entry}, the callback URL of {other}. {plugin} sends {redirectUri}.',
      { entry, other: names[other] },
      {
        headline,
        copy: [{ label: 'Redirect URL', text: uri }],
        links: applicationPage(address, application),
        detail: comparison(plugin, uri, 'In the list', entry),
        handOver: {
          text: 'In {application} at {address}, under “Redirect URLs”, stands {entry}. {product} uses another plugin and needs {redirectUri} there. Can you add it?',
          values: {},
        },
      },
    );
  },
});

const isOfOtherPlugin = (entry: string, uri: string, target: Target, other: DataCenterPlugin) => {
  if (!partsOf(entry)?.path.endsWith(paths[other])) return false;
  const base = uri.slice(0, uri.lastIndexOf('/plugins/servlet/'));
  const expected = redirectUriOf({ ...target, plugin: other, baseUrl: base });
  return expected !== null && (entryAccepts(entry, expected) === true || differencesOf(entry, expected).length === 0);
};

const comparison = (plugin: DataCenterPlugin, expected: string, actualLabel: string, actual: string) => ({
  kind: 'comparison' as const,
  expectedLabel: `${names[plugin]} sends`,
  expected,
  actualLabel,
  actual,
});
