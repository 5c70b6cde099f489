import type { Json } from '../../../src/targets/file-provider';
import type { SitePlugin } from '../../atlassian/site-plugin';
import { type Authconfig, type AuthconfigSwitches, answerAuthconfig } from './authconfig-rest';
import { type BegunSignIns, callbackPath, finish, initiate, initiatePath, type KnownSubjects } from './oidc-sign-in';
import { isOn, type StoredIdp, type StoredSettings, textIn } from './stored-settings';

export type AtlassianDcPlugin = SitePlugin & {
  /** What is kept now, secrets too. */
  settings: () => StoredSettings;
  /** User names, by the subject of an earlier sign-in. */
  subjects: KnownSubjects;
  /** As somebody else changes it, past the API. */
  change: (change: (settings: StoredSettings) => StoredSettings) => void;
  /** Changed while it runs. */
  switches: AuthconfigSwitches;
  /** Requests that would change something, whatever came of them. */
  changes: () => number;
};

export type AtlassianDcPluginOptions = {
  idps?: readonly Json[];
  sso?: Json;
  switches?: Partial<AuthconfigSwitches>;
};

/** A stand-in of SSO for Atlassian Data Center, to be mounted on a stand-in of Jira or Confluence. */
export const atlassianDcPlugin = ({ idps = [], sso, switches }: AtlassianDcPluginOptions = {}): AtlassianDcPlugin => {
  const authconfig: Authconfig = {
    settings: {
      idps: idps.map((idp, at): StoredIdp => ({ ...idp, id: at + 1 })),
      sso: {
        'show-login-form': true,
        'enable-authentication-fallback': false,
        'discovery-refresh-cron': '0 0 1 * * ?',
        'last-updated': '2026-01-12T09:41:00.000Z',
        ...sso,
      },
    },
    switches: {
      buttonKey: 'buttonText',
      isInstalled: true,
      licenceWords: null,
      isNodeBlind: false,
      answersAfter: 0,
      dies: null,
      diesAfter: 0,
      writesHalf: false,
      losesKey: null,
      ...switches,
    },
    lastId: idps.length,
    changes: 0,
  };
  const begun: BegunSignIns = new Map();
  const subjects: KnownSubjects = new Map();
  return {
    settings: () => authconfig.settings,
    subjects,
    change: (change) => {
      authconfig.settings = change(authconfig.settings);
      authconfig.lastId = Math.max(authconfig.lastId, ...authconfig.settings.idps.map(({ id }) => id));
    },
    switches: authconfig.switches,
    changes: () => authconfig.changes,
    answer: async (request, site) => {
      const { url } = request;
      if (url.pathname === initiatePath) return initiate(url, site, authconfig.settings, begun);
      if (url.pathname === callbackPath) return finish(url, site, authconfig.settings, { begun, subjects });
      return answerAuthconfig(request, site, authconfig);
    },
    atTheDoor: (url) => {
      const { settings, switches: now } = authconfig;
      const on = settings.idps.filter((idp) => isOn(idp, 'enabled'));
      const hidesForm = !isOn(settings.sso, 'show-login-form');
      const isFallback = url.searchParams.has('auth_fallback') && isOn(settings.sso, 'enable-authentication-fallback');
      if (isFallback) return { buttons: [], hidesForm: false };
      // With one way in, nobody is asked which.
      if (hidesForm && on.length === 1) return { redirectTo: initiatePath };
      const buttons = on.map((idp) => ({
        text: textIn(idp, now.buttonKey),
        href: `${initiatePath}?${new URLSearchParams({ idp: String(idp.id) }).toString()}`,
      }));
      return { buttons, hidesForm };
    },
  };
};
