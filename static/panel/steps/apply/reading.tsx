import { useEffect, useState } from 'react';
import { Skeleton } from '../../parts/skeleton';

/** Milliseconds after which an outline alone tells too little. */
const lateAfter = 1500;

/** The plugin is read for the first time, or after a failure that is mended. */
export const Reading = ({ place }: { place: string }) => {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), lateAfter);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="stack-small">
      <Skeleton label="The plugin is being read" />
      <p className="small subtle" role="status">
        {isLate && `${place} has not told everything yet. If no answer comes within half a minute, that is said here.`}
      </p>
    </div>
  );
};
