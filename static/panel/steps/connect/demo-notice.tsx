import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { Fold } from '../../parts/fold';
import { DemoPicker } from './demo-picker';

/** Says plainly that this is the demo, and lets another situation be picked. */
export const DemoNotice = () => {
  const { state } = usePanel();
  const situation = state.place.demo?.find(({ id }) => id === state.demoSituation);
  if (!situation) return null;
  return (
    <div className="demo-notice">
      <Banner of="info" title={`This is the demo: ${lowered(situation.title)}.`} label="Demo">
        {situation.story} {situation.access} Everybody in it is made up. Type another address to leave the demo.
      </Banner>
      <Fold summary="Another situation">
        <DemoPicker current={situation.id} />
      </Fold>
    </div>
  );
};

const lowered = (title: string) => title.charAt(0).toLowerCase() + title.slice(1).replace(/\.$/, '');
