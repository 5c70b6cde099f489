import { redirectUriOf, type Target } from '../../contract/target';
import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, type Judgement, notApplicable, pass, warn } from '../define-check';
import type { ApplicationConfiguration } from '../evidence';
import { type Difference, entryAccepts, type Nearest, nearestEntry, partsOf } from '../redirect-matching';

/**
 * Casdoor must let the redirect URI pass: RFC 6749 §3.1.2.4. Told by get-app-login, by Casdoor's own matching; the
 * list, where it could be read, only explains a refusal.
 */
export const redirectUriUnregistered = defineCheck({
  id: 'redirect-uri-unregistered',
  area: 'redirect-uri',
  title: 'Redirect URI in the list of the application',
  heading: 'The redirect URI is not registered in Casdoor',
  severity: 'blocker',
  needs: ['appLogin'],
  uses: ['application', 'address'],
  asks: ['client-id', 'redirect-uri'],
  after: [
    'client-unknown',
    'client-swapped',
    'client-built-in',
    'redirect-uri-unreadable',
    'redirect-uri-of-other-plugin',
  ],
  why: 'For Casdoor it is another address: people see an error on its sign-in page and never get back to {product}.',
  fix: 'In Casdoor open Applications → {application} and add this under “Redirect URLs”:',
  handOver:
    'Can you add {redirectUri} under Applications → {application} → “Redirect URLs” at {address}? Without it Casdoor refuses every sign-in to {product}. It has to stand there character by character, and nothing else needs to change.',
  answered: 'appLoginAnswer',
  evaluate({ appLogin, application, address }, { redirectUri, target }) {
    const uri = redirectUri ?? '';
    switch (appLogin.redirectUri) {
      case 'accepted':
        return pass('Casdoor accepts {redirectUri}.');
      case 'untold':
        return notApplicable('Casdoor lets an address on this computer pass whatever is registered.');
      case 'refused': {
        const judgement = refusal(uri, application);
        const sent = asThePluginSendsIt(uri, target);
        if (sent !== null && application?.redirectUris.some((entry) => entryAccepts(entry, sent) === true))
          return {
            ...judgement,
            fix: {
              text: 'Put this into the field “Callback URL of the plugin”. {plugin} sends no slash at the end, and Casdoor has it registered without:',
              values: {},
            },
            copy: [{ label: 'Callback URL', text: sent }],
            handOver: null,
          };
        return {
          ...judgement,
          copy: [{ label: 'Redirect URL', text: uri }],
          links: applicationPage(address, application ?? appLogin.application),
        };
      }
      default:
        if (appLogin.clientId === 'not-certain')
          return notApplicable('It was not asked without a client that Casdoor knows.');
        return warn(
          'What Casdoor answered leaves open whether it accepts {redirectUri}.',
          {},
          {
            heading: { text: 'It is not certain whether the redirect URI is registered', values: {} },
            fix: {
              text: 'In Casdoor open Applications → {application} and look whether this stands under “Redirect URLs”:',
              values: {},
            },
            copy: [{ label: 'Redirect URL', text: uri }],
            handOver: null,
          },
        );
    }
  },
});

/** A callback URL that was typed with a slash which the plugin is known not to send; null where it is as it should be. */
const asThePluginSendsIt = (uri: string, target: Target): string | null => {
  const suffix = redirectUriOf({ plugin: target.plugin, baseUrl: '' });
  return suffix !== null && uri.endsWith(`${suffix}/`) ? uri.slice(0, -1) : null;
};

type Refusal = Extract<Judgement, { outcome: 'warn' | 'fail' }>;
const refused = (...given: Parameters<typeof fail>) => fail(...given) as Refusal;

const refusal = (uri: string, application: ApplicationConfiguration | undefined): Refusal => {
  const headline = { text: 'Casdoor does not know where to send people back to', values: {} };
  if (!application)
    return refused(
      'Casdoor refuses {redirectUri}. Which ones it accepts can be said once the client secret is right.',
      {},
      { headline },
    );
  const entries = application.redirectUris.filter((entry) => entry !== '');
  const nearest = nearestEntry(entries, uri);
  if (!nearest) return refused('The list of {application} is empty.', {}, { headline });
  const told = difference(nearest, uri);
  const comparison = {
    kind: 'comparison' as const,
    expectedLabel: 'The plugin sends',
    expected: uri,
    actualLabel: 'Nearest in the list',
    actual: nearest.entry,
  };
  if (!told)
    return refused(
      entries.length === 1
        ? 'The one entry in the list of {application} is another address: {entry}.'
        : 'None of the {count} entries in the list of {application} is this address.',
      { entry: nearest.entry, count: entries.length },
      {
        headline,
        detail: {
          kind: 'list',
          label: `Redirect URLs of ${application.name}`,
          items: entries.slice(0, listed).map((text) => ({ text })),
        },
      },
    );
  return refused(told.text, told.values, {
    headline:
      nearest.distance === 1
        ? { text: 'One character keeps everybody out', values: {} }
        : { text: 'One difference keeps everybody out', values: {} },
    heading: told.heading,
    detail: comparison,
    ...(told.why && { why: told.why }),
  });
};

/** Of a long list the first; the console shows the rest. */
const listed = 50;

type Told = {
  text: string;
  values: Record<string, string>;
  heading: { text: string; values: Record<string, never> };
  why?: { text: string; values: Record<string, never> };
};

/** One difference in words; null where the nearest entry is an address of something else. */
const difference = ({ entry, differences, distance }: Nearest, uri: string): Told | null => {
  const [only, ...more] = differences;
  if (only === undefined || more.length > 0) return null;
  const asked = partsOf(uri);
  const named = partsOf(entry.trim()) ?? partsOf(`https://${entry.trim()}`);
  if (!asked || !named) return null;
  const say = (text: string, heading: string, values: Record<string, string> = {}, why?: string): Told => ({
    text,
    values: { entry, ...values },
    heading: { text: heading, values: {} },
    ...(why !== undefined && { why: { text: why, values: {} } }),
  });
  const tell: Record<Difference, () => Told | null> = {
    slash: () =>
      named.path.endsWith('/')
        ? say(
            'One difference: the slash at the end. The list has it, the plugin does not send it.',
            'The redirect URI in Casdoor’s list ends in a slash, the plugin’s does not',
            {},
            'With a slash at the end it is another address for Casdoor: people see an error on its sign-in page and never get back to {product}.',
          )
        : say(
            'One difference: the slash at the end. The plugin sends it, the list does not have it.',
            'The plugin’s redirect URI ends in a slash, the one in Casdoor’s list does not',
            {},
            'Without the slash at the end it is another address for Casdoor: people see an error on its sign-in page and never get back to {product}.',
          ),
    scheme: () =>
      say(
        'One difference: the scheme. The plugin sends {sent}, the list has {listed}.',
        'The redirect URI in Casdoor’s list has another scheme',
        { sent: asked.scheme, listed: named.scheme },
      ),
    port: () =>
      asked.port !== '' && named.port !== ''
        ? say(
            'One difference: the port. The plugin sends {sent}, the list has {listed}.',
            'The redirect URI in Casdoor’s list has another port',
            { sent: asked.port, listed: named.port },
          )
        : named.port !== ''
          ? say(
              'One difference: the list spells out port {listed}, and the plugin sends none. Casdoor compares what is written, also where the port is the usual one.',
              'The redirect URI in Casdoor’s list has a port, the plugin’s has none',
              { listed: named.port },
            )
          : say(
              'One difference: the plugin sends port {sent}, and the list has none. Casdoor compares what is written, also where the port is the usual one.',
              'The plugin’s redirect URI has a port, the one in Casdoor’s list has none',
              { sent: asked.port },
            ),
    'capitals-host': () =>
      say(
        'One difference: capital letters in the host. The plugin sends {sent}, the list has {listed}, and Casdoor tells them apart.',
        'The redirect URI in Casdoor’s list differs by capital letters',
        { sent: asked.host, listed: named.host },
      ),
    'capitals-path': () =>
      say(
        'One difference: capital letters in the path. The plugin sends {sent}, the list has {listed}.',
        'The redirect URI in Casdoor’s list differs by capital letters',
        { sent: asked.path, listed: named.path },
      ),
    host: () =>
      say(
        'One difference: the host. The plugin sends {sent}, the list has {listed}.',
        'The redirect URI in Casdoor’s list is on another host',
        { sent: asked.host, listed: named.host },
      ),
    // Another path is another page of the same host, unless it is a slip of the hand.
    path: () =>
      distance > slip && !asked.path.endsWith(named.path) && !named.path.endsWith(asked.path)
        ? null
        : say(
            'One difference: the path. The plugin sends {sent}, the list has {listed}.',
            'The redirect URI in Casdoor’s list has another path',
            { sent: asked.path, listed: named.path === '' ? '/' : named.path },
          ),
    spaces: () =>
      say(
        'One difference: a space around the entry in the list, which has to be removed there.',
        'The redirect URI in Casdoor’s list has a space too many',
      ),
    wildcard: () =>
      say(
        'The nearest entry, {entry}, has a `*` in it. Casdoor takes that for a character like any other, so the entry lets nothing pass.',
        'Casdoor does not read * as “anything”',
      ),
  };
  return tell[only]();
};

/** Characters that may differ between what was meant and what was typed. */
const slip = 3;
