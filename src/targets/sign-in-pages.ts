import type { Product } from '../contract/target';

/** The page with user name and password, below the base URL. */
export const signInPages: Record<Product, string> = { jira: '/login.jsp', confluence: '/login.action' };
