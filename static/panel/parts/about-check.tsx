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
  return (
    <>
      <button
        type="button"
        className={`link-button link-${look}`}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        {look === 'title' && title}
        {look === 'id' && id}
        {look === 'about' && 'About this check'}
        {look !== 'title' && <span className="unseen"> {look === 'id' ? `about the check "${title}"` : title}</span>}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <AboutDialog id={id} title={title} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
};
