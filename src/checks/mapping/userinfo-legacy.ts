import type { Copyable } from '../../contract/report';
import { defineCheck, fail, pass } from '../define-check';
import type { Facts } from '../evidence';

/**
 * The one way from get-account to userinfo: endpoint and claims change together. Whatever else is wrong with a mapping
 * that reads get-account is mended by it too, so that no two findings send the same field to two different claims.
 */
export const moveToUserinfo =
  'Put these into the fields of the plugin, all at once: `name` is the user name in get-account, and the display name in userinfo.';

export const userinfoCopies = (
  metadata: Facts['metadata'] | undefined,
  address: Facts['address'] | undefined,
): Copyable[] => [
  {
    label: 'Get User Info Endpoint',
    text:
      metadata?.userinfoEndpoint ??
      (address === undefined ? '/api/userinfo' : `${address.origin}${address.prefix}/api/userinfo`),
  },
  { label: 'Username', text: 'preferred_username' },
  { label: 'Email', text: 'email' },
  { label: 'Full Name Attribute', text: 'name' },
];

/** Casdoor's older endpoint, which its documentation of Jira still names. It is no userinfo endpoint of OpenID Connect Core 1.0 §5.3. */
export const userinfoLegacy = defineCheck({
  id: 'userinfo-legacy',
  area: 'mapping',
  title: 'Userinfo endpoint',
  heading: 'The plugin is pointed at get-account in place of userinfo',
  severity: ({ mapping }) => (mapping?.source === 'get-account' ? 'serious' : 'advice'),
  needs: [],
  uses: ['metadata', 'address'],
  appliesTo: ({ mapping, plugin }) =>
    mapping === null && plugin === null ? 'Which endpoint the plugin asks is not known yet.' : null,
  why: 'It answers with the whole user record, password salt included, puts all of it below `data`, pays no heed to scopes, and makes another token at each call.',
  fix: moveToUserinfo,
  evaluate({ metadata, address }, { mapping, plugin }) {
    const endpoint = plugin?.userinfoEndpoint ?? null;
    const inFile = endpoint !== null && /\/api\/get-account\/?(\?.*)?$/.test(endpoint);
    const isAsked = mapping?.source === 'get-account';
    if (!inFile && !isAsked) return pass();
    const copy = userinfoCopies(metadata, address);
    if (isAsked) return fail('The mapping reads from get-account.', {}, { copy });
    return fail(
      'The file of the plugin has {endpoint}. As an app of the OpenID type it reads the ID token and does not ask there.',
      { endpoint: endpoint ?? '' },
      {
        copy: copy.slice(0, 1),
        why: {
          text: 'Nothing, as long as the plugin reads the ID token. The day it asks there, it finds no claim at the top level.',
          values: {},
        },
        fix: { text: 'Put this into the field “Get User Info Endpoint” of the plugin:', values: {} },
      },
    );
  },
});
