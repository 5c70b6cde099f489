import Button from '@atlaskit/button/default/button';
import type { ApplyPlan } from '../../../../src/contract/apply-calls';

type RedirectOfferProps = { plan: ApplyPlan; onShow: (isOn: boolean) => void };

/** Sending everybody to the new sign-in is never written together with other fields. */
export const RedirectOffer = ({ plan, onShow }: RedirectOfferProps) => {
  const { redirect, productName } = plan;
  if (redirect === null) return null;
  return (
    <section className="group" aria-labelledby="redirect-plan">
      <h2 id="redirect-plan" className="group-title">
        {redirect.isOn ? 'Send everybody to the new sign-in' : 'Show the old form again'}
      </h2>
      <div className="card card-padded stack-small">
        <p>
          {redirect.isOn
            ? `Until now people choose the new sign-in on the page of ${productName}. “${redirect.label}” takes the old form away. It is a plan of its own, written alone, once somebody who is no administrator came in through the plugin.`
            : `Everybody is sent to the new sign-in of ${productName} now, by “${redirect.label}”. Showing the old form again is a plan of its own.`}
        </p>
        <div className="actions">
          <Button onClick={() => onShow(redirect.isOn)}>Look at this plan</Button>
        </div>
      </div>
    </section>
  );
};
