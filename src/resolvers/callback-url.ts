import { webTrigger } from '@forge/api';

/**
 * Where Casdoor sends a test sign-in back to: the address of the web trigger of the manifest, in the product of the
 * present invocation. The local host plays the platform's answer, so this is the one way in both places.
 */
export const callbackUrl = (): Promise<string> => webTrigger.getUrl('sign-in');
