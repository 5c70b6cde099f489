import type { Area } from '../contract/report';
import { clientSecretPadded } from './client/client-secret-padded';
import { clientSecretWrong } from './client/client-secret-wrong';
import { clientSwapped } from './client/client-swapped';
import { clientUnknown } from './client/client-unknown';
import type { Check } from './define-check';
import { redirectUriBaseUrl } from './redirect-uri/redirect-uri-base-url';
import { redirectUriInsecure } from './redirect-uri/redirect-uri-insecure';
import { redirectUriOfOtherPlugin } from './redirect-uri/redirect-uri-of-other-plugin';
import { redirectUriUnreadable } from './redirect-uri/redirect-uri-unreadable';
import { redirectUriUnregistered } from './redirect-uri/redirect-uri-unregistered';
import { redirectUriUntold } from './redirect-uri/redirect-uri-untold';
import { scopeOpenidMissing } from './scopes/scope-openid-missing';
import { scopeRefused } from './scopes/scope-refused';

/**
 * Every check, causes before consequences: of several failures the first one listed here is the root cause. A check
 * that is not listed does not exist.
 */
export const catalogue: readonly Check[] = [
  // Client
  clientUnknown,
  clientSwapped,
  clientSecretPadded,
  clientSecretWrong,
  // Redirect URI
  redirectUriUnreadable,
  redirectUriUnregistered,
  redirectUriOfOtherPlugin,
  redirectUriBaseUrl,
  redirectUriInsecure,
  redirectUriUntold,
  // Scopes
  scopeOpenidMissing,
  scopeRefused,
];

/** The area of a check by its id; null where no check is called so. */
export const areaOf = (id: string): Area | null => catalogue.find((check) => check.id === id)?.area ?? null;
