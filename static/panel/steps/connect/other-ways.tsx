import { lazy, Suspense } from 'react';
import { productNames } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { Fold } from '../../parts/fold';
import { Skeleton } from '../../parts/skeleton';

const PluginFile = lazy(() => import('./plugin-file'));
const Symptom = lazy(() => import('./symptom'));

/** For who comes with a plugin that does not work: its exported file, or what Jira said. */
export const OtherWays = ({ onSuspects }: { onSuspects: (ids: readonly string[]) => void }) => {
  const { state } = usePanel();
  return (
    <section className="below stack-small" aria-label="Start from what is broken">
      <Fold summary="Start from the plugin's exported file">
        <Suspense fallback={<Skeleton label="Being loaded" />}>
          <PluginFile />
        </Suspense>
      </Fold>
      <Fold summary={`What did ${productNames[state.place.product]} say?`}>
        <Suspense fallback={<Skeleton label="Being loaded" />}>
          <Symptom onSuspects={onSuspects} />
        </Suspense>
      </Fold>
    </section>
  );
};
