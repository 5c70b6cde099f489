import Button from '@atlaskit/button/default/button';
import RetryIcon from '@atlaskit/icon/core/refresh';
import Textarea from '@atlaskit/textarea';
import Textfield from '@atlaskit/textfield';
import { documentedScopes, productNames, redirectUriOf } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { Conflict } from '../../parts/conflict';
import { CopyBox } from '../../parts/copy-box';
import { FailureBanner } from '../../parts/failure-banner';
import { describedBy, LabelledField } from '../../parts/labelled-field';
import { AddedUris } from '../../parts/mend/added-uris';
import { MendingOf } from '../../parts/mend/mending';
import { Result } from '../../parts/result';
import { StepFoot } from '../../parts/step-foot';
import { Tick } from '../../parts/tick';
import { hrefOf } from '../../routes';
import { comparedFields } from './compared-fields';
import { PluginSelect } from './plugin-select';
import { RemoveTarget } from './remove-target';
import { SecretField } from './secret-field';
import { useClientForm } from './use-client-form';
import './client.css';

/** How the SSO plugin introduces itself to Casdoor, and whether Casdoor accepts it. */
const ClientStep = () => {
  const { state, target, check } = usePanel();
  const form = useClientForm();
  const { draft, secret, faultOf } = form;
  const { value } = draft;
  const made = redirectUriOf({ plugin: value.plugin, baseUrl: value.baseUrl.trim() || null });
  const isPasted = value.plugin === 'miniorange-cloud' || value.plugin === 'other';
  const product = productNames[value.product];
  const faults = {
    clientId: faultOf('clientId'),
    scopes: faultOf('scopes'),
    baseUrl: faultOf('baseUrl'),
    callbackUrl: faultOf('callbackUrl'),
  };
  return (
    <>
      <div className="head">
        <h1>{target ? 'Client' : 'Client of a new target'}</h1>
        <p>How the SSO plugin introduces itself to Casdoor.</p>
      </div>
      {state.connection === null && (
        <Banner of="not-yet" title="There is no address of Casdoor yet.">
          What is typed here is kept; a secret waits for the address. <a href={hrefOf('connect')}>Go to Connect</a>
        </Banner>
      )}
      {draft.theirs && (
        <Conflict
          theirs={draft.theirs}
          mine={value}
          fields={comparedFields}
          onKeepMine={() => void form.submit()}
          onTakeTheirs={draft.discard}
        />
      )}
      <FailureBanner failure={form.failure} />
      <form
        className="client-form"
        onSubmit={(event) => {
          event.preventDefault();
          void form.submit();
        }}
      >
        <div className="fields">
          <LabelledField id="plugin" label="SSO plugin">
            <PluginSelect
              id="plugin"
              first={state.place.product}
              value={value}
              onChange={(plugin, product) => draft.change({ plugin, product })}
            />
          </LabelledField>
          <LabelledField
            id="client-id"
            label="Client ID"
            fault={faults.clientId}
            hint="In Casdoor: Applications, your application, Client ID"
          >
            <Textfield
              id="client-id"
              name="client-id"
              isMonospaced
              spellCheck={false}
              autoComplete="off"
              value={value.clientId}
              isInvalid={faults.clientId !== null}
              {...describedBy('client-id', true)}
              onChange={(event) => draft.change({ clientId: event.currentTarget.value })}
            />
          </LabelledField>
          <SecretField secret={secret} fault={faultOf('secret')} />
          <LabelledField
            id="scopes"
            label="Scope"
            fault={faults.scopes}
            hint={
              value.scopes.trim() === documentedScopes ? (
                "The documentation's set."
              ) : (
                <>
                  {value.scopes.trim() === '' && "Empty: the documentation's set is assumed. "}
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => draft.change({ scopes: documentedScopes })}
                  >
                    Use the documentation's set
                  </button>
                </>
              )
            }
          >
            <Textarea
              id="scopes"
              name="scopes"
              minimumRows={1}
              resize="smart"
              isMonospaced
              spellCheck={false}
              value={value.scopes}
              isInvalid={faults.scopes !== null}
              aria-invalid={faults.scopes !== null}
              {...describedBy('scopes', true)}
              onChange={(event) => draft.change({ scopes: event.currentTarget.value.replace(/\s*\n\s*/g, ' ') })}
            />
          </LabelledField>
          <LabelledField
            id="base-url"
            label={`Base URL of ${product}`}
            wide
            fault={faults.baseUrl}
            hint={`As people open it. For example: https://${value.product === 'jira' ? 'jira' : 'wiki'}.acme.example`}
          >
            <Textarea
              id="base-url"
              name="base-url"
              minimumRows={1}
              resize="smart"
              isMonospaced
              spellCheck={false}
              autoComplete="url"
              value={value.baseUrl}
              isInvalid={faults.baseUrl !== null}
              aria-invalid={faults.baseUrl !== null}
              {...describedBy('base-url', true)}
              onChange={(event) => draft.change({ baseUrl: event.currentTarget.value.replace(/\s+/g, '') })}
            />
          </LabelledField>
          {isPasted ? (
            <LabelledField
              id="callback-url"
              label="Callback URL of the plugin (redirect URI)"
              wide
              fault={faults.callbackUrl}
              hint="Copy it from the plugin's own screen: it cannot be told from the base URL."
            >
              <Textarea
                id="callback-url"
                name="callback-url"
                minimumRows={1}
                resize="smart"
                isMonospaced
                spellCheck={false}
                value={value.callbackUrl}
                isInvalid={faults.callbackUrl !== null}
                aria-invalid={faults.callbackUrl !== null}
                {...describedBy('callback-url', true)}
                onChange={(event) => draft.change({ callbackUrl: event.currentTarget.value.replace(/\s*\n\s*/g, '') })}
              />
            </LabelledField>
          ) : (
            <LabelledField
              id="callback-url"
              label="Callback URL of the plugin (redirect URI)"
              isGroup
              wide
              fault={faults.callbackUrl}
              hint="The plugin makes it from the base URL. It has to stand in Casdoor's list, character for character."
            >
              {made === null ? (
                <p className="subtle made-from">It is made from the base URL above.</p>
              ) : (
                <div className={faults.callbackUrl ? 'made-from is-faulty' : 'made-from'}>
                  <CopyBox text={made} of="callback URL" />
                </div>
              )}
            </LabelledField>
          )}
          {value.plugin === 'miniorange' && (
            <Tick
              className="field-wide"
              label="The plugin compares issuers"
              note='Tick it where "Issuer Check" of miniOrange is set to Custom. As it comes, the plugin compares the audience with the client ID and no issuer.'
              checked={value.comparesIssuer}
              onChange={(comparesIssuer) => draft.change({ comparesIssuer })}
            />
          )}
        </div>
        <div className="actions client-actions">
          <Button
            type="submit"
            appearance={form.isDirty ? 'primary' : 'default'}
            {...(form.isDirty ? {} : { iconBefore: RetryIcon })}
          >
            {form.isSaving ? 'Saving' : form.isDirty || !target ? 'Save and check' : 'Check again'}
          </Button>
          {form.isDirty && (
            <>
              <Button appearance="subtle" onClick={form.discard}>
                {target ? 'Back to what is saved' : 'Start over'}
              </Button>
              <span className="small subtle">Not saved yet</span>
            </>
          )}
        </div>
      </form>
      {target && (
        <MendingOf
          key={target.id}
          target={target}
          // What the finding waited for is judged with it; of what was taken out again, anything may follow.
          onWritten={({ place, isRegistered }) => void check.start(isRegistered ? { finding: place } : {})}
        >
          <AddedUris uri="plugin" />
          <Result step="client" isOutdated={draft.isDirty} />
        </MendingOf>
      )}
      <RemoveTarget />
      <StepFoot step="client" isDirty={form.isDirty} />
    </>
  );
};

// React.lazy asks for a default.
export default ClientStep;
