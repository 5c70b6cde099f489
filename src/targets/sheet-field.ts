import { say } from '../checks/say';
import type { SheetField } from '../contract/field-sheet';
import type { Mapping } from '../contract/mapping';
import type { TargetSettings } from '../contract/panel-calls';
import type { Finding, Rich } from '../contract/report';
import { documentedScopes, productNames, redirectUriOf } from '../contract/target';
import { type EndpointName, type Endpoints, endpointWarning, endpointWords } from './endpoints';

/** What is known when a plugin's screens are to be filled in. */
export type SheetInput = {
  settings: TargetSettings;
  hasSecret: boolean;
  /** What Casdoor's discovery document names, the application's own keys among it; null until it was read. */
  endpoints: Endpoints | null;
  /** Of the newest report of these very settings; empty where there is none. */
  findings: readonly Finding[];
  mapping: Mapping | null;
};

type More = { note?: Rich | null; waitsFor?: Rich | null; kind?: SheetField['kind'] };

/** A field with its value; a null value without `waitsFor` says: leave it as it is. */
export const field = (id: string, label: string, value: string | null, more: More = {}): SheetField => ({
  id,
  label,
  kind: more.kind ?? 'text',
  value,
  isSecret: false,
  waitsFor: more.waitsFor ?? null,
  note: more.note ?? null,
  warning: null,
});

export const choice = (id: string, label: string, value: string, note: Rich | null = null): SheetField =>
  field(id, label, value, { kind: 'choice', note });

export const toggle = (id: string, label: string, isOn: boolean, note: Rich | null = null): SheetField =>
  field(id, label, isOn ? 'On' : 'Off', { kind: 'switch', note });

/** A setting that nothing here has an opinion on. */
export const untouched = (id: string, label: string, kind: SheetField['kind'], note?: Rich): SheetField =>
  field(id, label, null, { kind, note: note ?? say('Leave it as it is: the mapping does not settle it.') });

export const clientIdField = (id: string, label: string, { settings }: SheetInput): SheetField =>
  settings.clientId === ''
    ? field(id, label, null, {
        waitsFor: say('Waits for the client id of the application: enter it in the step Client.'),
      })
    : field(id, label, settings.clientId);

/** The secret is never on the sheet: it is typed from where it is kept, or copied in Casdoor. */
export const secretField = (id: string, label: string, { hasSecret, settings }: SheetInput): SheetField => ({
  ...field(id, label, null, {
    waitsFor: hasSecret ? null : say('Waits for the client secret: enter it in the step Client.'),
    note:
      settings.clientId === ''
        ? null
        : say('Copy it in Casdoor: Applications, the application whose Client ID is {clientId}, Client secret.', {
            clientId: settings.clientId,
          }),
  }),
  isSecret: true,
});

/** One endpoint as the discovery document names it. */
export const endpointField = (
  id: string,
  label: string,
  { endpoints, findings }: SheetInput,
  name: EndpointName,
  note: Rich | null = null,
): SheetField => {
  const value = endpoints?.[name] ?? null;
  if (value !== null) return { ...field(id, label, value, { note }), warning: endpointWarning(name, value, findings) };
  const waitsFor =
    endpoints === null
      ? say("Waits for Casdoor's discovery document: check the address in the step Connect.")
      : say("Casdoor's discovery document names no {claim}.", { claim: endpointWords[name] });
  return field(id, label, null, { note, waitsFor });
};

/** A field that the mapping fills in. */
export const mappedField = (
  id: string,
  label: string,
  { mapping }: SheetInput,
  value: (mapping: Mapping) => string,
  note: (mapping: Mapping) => Rich | null = () => null,
): SheetField =>
  mapping === null
    ? field(id, label, null, { waitsFor: say('Waits for a mapping: save one in the step Mapping.') })
    : field(id, label, value(mapping), { note: note(mapping) });

/** What is asked for: what was given, else the documentation's set. */
export const scopesOf = ({ settings }: SheetInput): string[] =>
  (settings.scopes.trim() === '' ? documentedScopes : settings.scopes).split(/\s+/).filter((scope) => scope !== '');

export const scopesNote = ({ settings }: SheetInput): Rich | null =>
  settings.scopes.trim() === ''
    ? say("No scopes are saved, so this is the set of Casdoor's documentation.")
    : scopesAreWithoutOpenid(settings)
      ? say('Without the scope {scope} this is no OpenID Connect sign-in: add it in the step Client.', {
          scope: 'openid',
        })
      : null;

const scopesAreWithoutOpenid = ({ scopes }: TargetSettings) => !scopes.split(/\s+/).includes('openid');

/** The address that the plugin shows and that stands in Casdoor's list. Nothing is typed into the plugin here. */
export const callbackField = (id: string, label: string, { settings }: SheetInput): SheetField => {
  const isMade = settings.plugin === 'miniorange' || settings.plugin === 'atlassian-dc';
  const uri = isMade ? redirectUriOf({ ...settings, baseUrl: settings.baseUrl || null }) : settings.callbackUrl || null;
  const where = isMade
    ? say('Waits for the base URL of {product}: enter it in the step Client.', {
        product: productNames[settings.product],
      })
    : say('Waits for the address that this screen shows: copy it into the step Client.');
  return field(id, label, uri, {
    waitsFor: uri === null ? where : null,
    note: say(
      'The plugin shows it. In Casdoor it stands among the Redirect URLs of the application, letter by letter.',
    ),
  });
};

/** A page below the base URL; null without one. */
export const pageBelow = (baseUrl: string, path: string): string | null =>
  baseUrl === '' ? null : `${baseUrl.replace(/\/+$/, '')}${path}`;
