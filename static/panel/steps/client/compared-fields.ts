import type { TargetSettings } from '../../../../src/contract/panel-calls';
import type { ComparedField } from '../../parts/conflict';
import { pluginOn } from '../../shell/target-words';

export const comparedFields: readonly ComparedField<TargetSettings>[] = [
  { label: 'SSO plugin', read: pluginOn },
  { label: 'Client ID', read: ({ clientId }) => clientId },
  { label: 'Scope', read: ({ scopes }) => scopes },
  { label: 'Base URL', read: ({ baseUrl }) => baseUrl },
  { label: 'Callback URL', read: ({ callbackUrl }) => callbackUrl },
  { label: 'The plugin compares issuers', read: ({ comparesIssuer }) => (comparesIssuer ? 'yes' : 'no') },
];
