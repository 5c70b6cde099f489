import Button from '@atlaskit/button/default/button';
import Modal, { ModalBody, ModalFooter, ModalHeader, ModalTitle, ModalTransition } from '@atlaskit/modal-dialog';
import Markdown from 'markdown-to-jsx';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Skeleton } from './skeleton';

/** The pages that lie beside the checks; each is fetched when it is opened. */
const pages = import.meta.glob<string>('../../../docs/checks/*.md', { query: '?raw', import: 'default' });

type AboutDialogProps = { id: string; title: string; onClose: () => void };

const AboutDialog = ({ id: first, title: firstTitle, onClose }: AboutDialogProps) => {
  /** Pages that were followed to, the one that is shown last. */
  const [trail, setTrail] = useState<readonly string[]>([first]);
  const [page, setPage] = useState<string | null>();
  const body = useRef<HTMLElement>(null);
  const id = trail.at(-1) ?? first;
  const title = id === first ? firstTitle : (headingOf(page) ?? id);
  // The link that was followed is gone with its page, and Back with the last of them; whoever reads goes on at the top.
  const wasFollowed = useRef(false);
  useEffect(() => {
    if (trail.length > 1) wasFollowed.current = true;
    if (wasFollowed.current && page) body.current?.focus();
  }, [trail, page]);
  const open = useMemo(
    () => ({
      code: ({ children }: { children?: ReactNode }) => (
        <PageCode own={id} onOpen={(other) => setTrail((before) => [...before, other])}>
          {children}
        </PageCode>
      ),
      a: PageLink,
      h1: Nothing,
    }),
    [id],
  );
  useEffect(() => {
    setPage(undefined);
    let isCurrent = true;
    const show = (text: string | null) => {
      if (isCurrent) setPage(text);
    };
    const load = pages[pathOf(id)];
    if (load) load().then(show, () => show(null));
    else show(null);
    return () => {
      isCurrent = false;
    };
  }, [id]);
  return (
    <ModalTransition>
      <Modal onClose={onClose} width="large" label={`About this check: ${title}`}>
        <ModalHeader hasCloseButton>
          <ModalTitle>{title}</ModalTitle>
        </ModalHeader>
        <ModalBody>
          {page === undefined && <Skeleton label="The page is being loaded" />}
          {page === null && (
            <p>
              There is no page about <code>{id}</code>.
            </p>
          )}
          {page && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long page scrolls, and must do so by keyboard too.
            <section className="prose" tabIndex={0} aria-label="Page" ref={body}>
              <Markdown options={{ disableParsingRawHTML: true, forceBlock: true, overrides: open }}>{page}</Markdown>
            </section>
          )}
        </ModalBody>
        <ModalFooter>
          {trail.length > 1 && <Button onClick={() => setTrail((before) => before.slice(0, -1))}>Back</Button>}
          <Button appearance="primary" onClick={onClose}>
            Close
          </Button>
        </ModalFooter>
      </Modal>
    </ModalTransition>
  );
};

/** A page's own heading is the dialog's title. */
const Nothing = () => null;

const PageLink = ({ href = '', children }: { href?: string; children?: ReactNode }) =>
  href.startsWith('https://') ? (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );

type PageCodeProps = { own: string; children?: ReactNode; onOpen: (id: string) => void };

/** Pages name each other by the ids of their checks: the other one opens in the same dialog. */
const PageCode = ({ own, children, onOpen }: PageCodeProps) => {
  const text = [children].flat().join('');
  if (text === own || !(pathOf(text) in pages)) return <code>{children}</code>;
  return (
    <button type="button" className="link-button" onClick={() => onOpen(text)}>
      <code>{text}</code>
    </button>
  );
};

const pathOf = (id: string) => `../../../docs/checks/${id}.md`;

/** What a page calls itself. */
const headingOf = (page: string | null | undefined) => page && /^# (.+)$/m.exec(page)?.[1]?.replaceAll('`', '');

// React.lazy asks for a default.
export default AboutDialog;
