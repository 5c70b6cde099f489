import { lazy, Suspense, useState } from 'react';

const AboutDialog = lazy(() => import('./about-dialog'));

/** Opens the page of a check: what it means, why it matters, how to mend it. Loaded when asked for. */
export const AboutLink = ({
  id,
  title,
  look = 'title',
}: {
  id: string;
  title: string;
  look?: 'title' | 'id' | 'about';
}) => {
  const [isOpen, setIsOpen] = useState(false);
  const words = { title, id, about: 'About this check' }[look];
  return (
    <>
      <button
        type="button"
        className={`link-button link-${look}`}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
        {...(look === 'title' ? {} : { 'aria-label': `About this check: ${title}${look === 'id' ? ` (${id})` : ''}` })}
      >
        {words}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <AboutDialog id={id} title={title} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
};
