import { visible } from '../../checks/visible';
import { type Product, productNames } from '../../contract/target';
import { silenceOf } from '../silent-product';
import type { AskFailure } from './ask-json';
import type { Meeting } from './meet-site';

export type SiteFailure = Extract<Meeting, { met: false }>['failure'];

const names: Record<Product, string> = { jira: 'Jira', confluence: 'Confluence' };

/** Why the product did not tell, and what mends it: whole sentences. */
export const failureWords = (failure: SiteFailure, product: Product): string => {
  const name = names[product];
  switch (failure.kind) {
    case 'cancelled':
      return 'The reading was cancelled.';
    case 'unreachable': {
      const { message, remedy } = silenceOf(failure.failure, name);
      return `${message} ${remedy}`;
    }
    case 'credentials-wrong':
      return `${name} did not take the credentials. Type the password again, or make a new personal access token.`;
    case 'captcha':
      return `${name} asks this account for a CAPTCHA after too many wrong passwords. Sign in once in a browser with the same account.`;
    case 'basic-auth-blocked':
      return `${name} takes no passwords in requests: basic authentication is switched off. Use a personal access token.`;
    case 'forbidden':
      return `${name} does not let this account read it. Use an account with the global permission “System Administrators”.`;
    case 'not-there':
      return `${name} has nothing at this address (404). Compare the address with the base URL under System → General Configuration.`;
    case 'limited':
      return failure.wait === null
        ? `${name} limits the number of requests. Add an exemption for this account under Rate limiting.`
        : `${name} limits the number of requests and asks to wait ${Math.ceil(failure.wait / 1000)} s. Add an exemption for this account under Rate limiting.`;
    case 'redirected':
      return `${name} leads to another address (${failure.status}), and credentials are sent to none but the one that was typed. Type the base URL as ${name} states it.`;
    case 'status':
      return `${name} answered ${failure.status}. Its log says why.`;
    case 'page-instead-of-json':
      return `A page came instead of data: a proxy or a sign-in page stands before ${name}. Use an address that reaches ${name} directly.`;
    case 'unreadable':
      return `${name} answered with data of a shape that is not known here.`;
    case 'repeats':
      return `${name} gives the same accounts whatever page is asked for.`;
    case 'other-product':
      return `At this address is ${calledAs(failure.product)}, not ${name}. Type the base URL of ${name}.`;
  }
};

/** A product says who it is in a spelling of its own. */
const calledAs = (said: string): string =>
  Object.entries(productNames).find(([product]) => product === said.toLowerCase())?.[1] ?? visible(said);

/** What belongs to the whole reading: whatever is asked next would fail by it too. */
export const isFinal = ({ kind }: AskFailure): boolean =>
  ['cancelled', 'unreachable', 'credentials-wrong', 'captcha', 'basic-auth-blocked', 'limited'].includes(kind);
