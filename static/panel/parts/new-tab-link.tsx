import LinkButton from '@atlaskit/button/link';
import OutIcon from '@atlaskit/icon/core/link-external';

type NewTabLinkProps = {
  url: string;
  label: string;
  /** It is the thing to do now. */
  isPrimary?: boolean;
};

/** A link to another screen, in a tab of its own. Anything but http is shown as text: it may come from outside. */
export const NewTabLink = ({ url, label, isPrimary = false }: NewTabLinkProps) =>
  /^https?:\/\//i.test(url) ? (
    <LinkButton
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      iconAfter={OutIcon}
      appearance={isPrimary ? 'primary' : 'default'}
    >
      {label}
      <span className="unseen"> (in a new tab)</span>
    </LinkButton>
  ) : (
    <span>{label}</span>
  );
