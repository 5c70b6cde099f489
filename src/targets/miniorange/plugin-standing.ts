import { Section } from '../file-provider';
import { documentKeys } from './document-keys';
import type { MiniorangeDocument } from './open-document';
import { namesIn } from './section-edit';

/** The back door of the sign-in form, as the document has it. */
export type BackDoor = {
  isOn: boolean;
  /** Behind the address of the sign-in page, such as `oauth_sso=false`. */
  query: string;
  /** Only members of these groups may use it; null where everybody may. */
  onlyFor: string[] | null;
};

/** Null where the document is not understood. Keys of the builds that let it be named and limited. */
export const backDoorOf = ({ own }: MiniorangeDocument): BackDoor | null => {
  if (own === null) return null;
  const signIn = new Section(own.sections.signIn);
  const [key, value] = [signIn.text('BACKDOOR_KEY') || 'oauth_sso', signIn.text('BACKDOOR_VALUE') || 'false'];
  const isLimited = signIn.flag('RESTRICT_BACKDOOR') === true;
  return {
    isOn: signIn.flag(...documentKeys.hasBackDoor.names) === true,
    query: `${encodeURIComponent(key)}=${encodeURIComponent(value)}`,
    onlyFor: isLimited ? namesIn(signIn.get('BACKDOOR_GROUPS')) : null,
  };
};
