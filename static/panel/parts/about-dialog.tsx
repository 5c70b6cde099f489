import Button from '@atlaskit/button/new';
import Modal, { ModalBody, ModalFooter, ModalHeader, ModalTitle, ModalTransition } from '@atlaskit/modal-dialog';
import Markdown from 'markdown-to-jsx';
import { type ReactNode, useEffect, useState } from 'react';
import { Skeleton } from './skeleton';

/** The pages that lie beside the checks; each is fetched when it is opened. */
const pages = import.meta.glob<string>('../../../docs/checks/*.md', { query: '?raw', import: 'default' });

type AboutDialogProps = { id: string; title: string; onClose: () => void };

const AboutDialog = ({ id, title, onClose }: AboutDialogProps) => {
  const [page, setPage] = useState<string | null>();
  useEffect(() => {
    const load = pages[`../../../docs/checks/${id}.md`];
    if (!load) return setPage(null);
    load().then(setPage, () => setPage(null));
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
            <section className="prose" tabIndex={0} aria-label="Page">
              <Markdown
                options={{ disableParsingRawHTML: true, forceBlock: true, overrides: { a: PageLink, h1: Nothing } }}
              >
                {page}
              </Markdown>
            </section>
          )}
        </ModalBody>
        <ModalFooter>
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

/** Pages link to each other by file name, which leads nowhere from here. */
const PageLink = ({ href, children }: { href?: string; children?: ReactNode }) =>
  href && /^https:\/\//.test(href) ? (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  );

// React.lazy asks for a default.
export default AboutDialog;
