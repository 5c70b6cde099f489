import type { Product } from '../../contract/target';
import { Section } from '../file-provider';
import { signInPages } from '../sign-in-pages';
import type { AuthconfigSettings } from './authconfig-api';

/** Where the form with user name and password answers, below the base URL. */
export type FormAddress = { path: string; by: 'form' | 'fallback' };

/**
 * The way in that needs no Casdoor: the fallback where it is on, since it answers whatever is shown, else the form while
 * it is shown. Null: there is none.
 */
export const formAddressOf = ({ sso }: Pick<AuthconfigSettings, 'sso'>, product: Product): FormAddress | null => {
  const section = new Section(sso);
  const path = signInPages[product];
  if (section.flag('enable-authentication-fallback') === true) return { path: `${path}?auth_fallback`, by: 'fallback' };
  return section.flag('show-login-form') === true ? { path, by: 'form' } : null;
};
