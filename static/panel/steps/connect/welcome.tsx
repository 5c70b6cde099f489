import Button from '@atlaskit/button/default/button';
import TaskIcon from '@atlaskit/icon/core/list-checklist';
import LogInIcon from '@atlaskit/icon/core/log-in';
import SearchIcon from '@atlaskit/icon/core/search';
import { productNames } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { FailureBanner, isAbout } from '../../parts/failure-banner';
import { Fold } from '../../parts/fold';
import { Breakable } from '../../parts/rich-text';
import { RunEnd } from '../../parts/run-end';
import { AddressField } from './address-field';
import { DemoPicker } from './demo-picker';
import { HttpConsent } from './http-consent';
import { OtherWays } from './other-ways';
import type { Connection } from './use-connection';

const shapes = [
  'door.acme.example',
  'https://door.acme.example/login/acme',
  'https://door.acme.example/applications/acme/app-jira',
  'https://door.acme.example/.well-known/openid-configuration',
];

/** The first minute: one field, what it takes, and a demo for who has nothing to paste. */
export const Welcome = ({ connection }: { connection: Connection }) => {
  const { state } = usePanel();
  const { draft, submit, wasSent } = connection;
  const product = productNames[state.place.product];
  const isOfField = isAbout(draft.failure, 'address');
  return (
    <div className="welcome">
      <h1>Let people sign in to {product} with Casdoor</h1>
      <p className="lead">
        Paste an address of your Casdoor, and the panel finds out what would keep people from signing in and what to do
        about it. It changes nothing in Casdoor or {product}.
      </p>
      <div>
        {!isOfField && <FailureBanner failure={draft.failure} />}
        <AddressField
          value={draft.value.address}
          onChange={(address) => draft.change({ address })}
          onSubmit={() => void submit()}
          fault={isOfField ? (draft.failure?.message ?? null) : null}
          wasSent={wasSent}
          button={
            <Button type="submit" appearance="primary">
              {draft.isSaving ? 'Saving' : 'Check the connection'}
            </Button>
          }
        />
        <HttpConsent
          address={draft.value.address}
          allowed={draft.value.allowsHttp}
          onChange={(allowsHttp) => draft.change({ allowsHttp })}
        />
        <Fold summary={<span className="small">Any of these will do</span>} open>
          <ul className="shapes">
            {shapes.map((shape) => (
              <li key={shape}>
                <code>
                  <Breakable>{shape}</Breakable>
                </code>
              </li>
            ))}
          </ul>
        </Fold>
      </div>
      <RunEnd />
      {state.place.demo && state.place.demo.length > 0 && (
        <section aria-labelledby="demo-title" className="stack-small">
          <h2 id="demo-title" className="group-title">
            No Casdoor at hand? Open the demo
          </h2>
          <p className="subtle">
            It brings a Casdoor of its own, with made-up people. Pick a situation; the form is filled in and checked.
          </p>
          <DemoPicker />
        </section>
      )}
      <OtherWays onSuspects={() => {}} />
      <section aria-label="What happens next" className="stack-small">
        <ol className="three">
          <li>
            <SearchIcon label="" />
            <p>
              <strong>Check.</strong>{' '}
              <span className="subtle">
                Address, certificate, discovery document, keys, client and redirect URI, in under 20 seconds.
              </span>
            </p>
          </li>
          <li>
            <LogInIcon label="" />
            <p>
              <strong>Map.</strong>{' '}
              <span className="subtle">
                Which claim becomes which field, judged at once, and what one person would become.
              </span>
            </p>
          </li>
          <li>
            <TaskIcon label="" />
            <p>
              <strong>Apply.</strong>{' '}
              <span className="subtle">
                Every field of the plugin as it is and as it would be, written by one press, with a way back.
              </span>
            </p>
          </li>
        </ol>
        <p className="small subtle">
          Requests go to the address that you enter, to what its discovery document and certificate name, and to Jira or
          Confluence once you name them. Secrets go to Casdoor, and by Apply into the plugin.
        </p>
      </section>
    </div>
  );
};
