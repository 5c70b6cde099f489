import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useState } from 'react';
import { readAddress } from '../../../../src/casdoor/address';
import type { PluginFileReading } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { pluginNames } from '../../../../src/contract/target';
import { call } from '../../bridge';
import { dropDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { Banner } from '../../parts/banner';
import { ExportedFile, ExportedFrom, readExportedFile } from '../../parts/exported-file';
import { FailureBanner, isAbout } from '../../parts/failure-banner';
import { LabelledField } from '../../parts/labelled-field';
import { Tick } from '../../parts/tick';
import { hrefOf } from '../../routes';

type Chosen = { name: string; text: string; reading: PluginFileReading };

/** Fills in address, client, secret and mapping from what the plugin exported. The file holds secrets: it is kept nowhere here. */
const PluginFile = () => {
  const { state, target, adopt, choose, check } = usePanel();
  const [pasted, setPasted] = useState('');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [provider, setProvider] = useState('');
  const [baseUrl, setBaseUrl] = useState('');
  const [into, setInto] = useState<string | null>(target?.id ?? null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const read = async (name: string, text: string) => {
    setChosen(null);
    const answer = await readExportedFile(name, text);
    if (!answer.ok) return setFailure(answer.error);
    setFailure(null);
    setChosen({ name, text, reading: answer.value });
    const first = answer.value.providers[0];
    setProvider(first?.key ?? '');
    setBaseUrl(first?.settings.baseUrl || target?.settings.value.baseUrl || '');
  };
  const fill = async () => {
    if (!chosen) return;
    const answer = await call('usePluginFile', {
      text: chosen.text,
      name: chosen.name,
      provider,
      target: into,
      baseUrl,
    });
    if (!answer.ok) return setFailure(answer.error);
    const before = new Set(state.targets.map(({ id }) => id));
    const used = into ?? answer.value.targets.find(({ id }) => !before.has(id))?.id ?? null;
    dropDraft('connection');
    if (used !== null) {
      dropDraft(`target:${used}`);
      dropDraft(`mapping:${used}`);
      choose(used);
    }
    setChosen(null);
    setPasted('');
    adopt(answer.value);
    await check.start({ target: used });
  };
  const replaced = otherCasdoor(state.connection?.value.address, chosen, provider);
  const isBaseUrlWrong = isAbout(failure, 'baseUrl');
  return (
    <div className="stack">
      <p className="subtle">
        <ExportedFrom /> Its secret is kept like one that is typed, the rest of the file is not kept.
      </p>
      <ExportedFile
        id="plugin-file"
        pasted={pasted}
        onPaste={setPasted}
        onText={(name, text) => void read(name, text)}
      />
      {!isBaseUrlWrong && <FailureBanner failure={failure} />}
      {chosen && (
        <form
          className="card card-padded stack"
          onSubmit={(event) => {
            event.preventDefault();
            void fill();
          }}
        >
          <p>
            <strong>{chosen.name}</strong>: {pluginNames[chosen.reading.plugin]}
          </p>
          {chosen.reading.notes.map((note) => (
            <p key={note} className="subtle">
              {note}
            </p>
          ))}
          <fieldset className="plain">
            <legend>
              {chosen.reading.providers.length > 1 ? 'Which identity provider is Casdoor?' : 'Identity provider'}
            </legend>
            {chosen.reading.providers.map(({ key, name, address, settings, mapping, hasSecret }) => (
              <Tick
                key={key}
                group="provider"
                label={name || key}
                note={[
                  address ?? 'no address',
                  settings.clientId ? `client ID ${settings.clientId}` : 'no client ID',
                  hasSecret ? 'with a secret' : 'without a secret',
                  mapping ? 'with a mapping' : 'without a mapping',
                ].join(', ')}
                checked={key === provider}
                onChange={() => setProvider(key)}
              />
            ))}
          </fieldset>
          {state.targets.length > 0 && target && (
            <fieldset className="plain">
              <legend>Where it goes</legend>
              <Tick
                group="into"
                label="Over the settings of the present target"
                checked={into !== null}
                onChange={() => setInto(target.id)}
              />
              <Tick group="into" label="Into a new target" checked={into === null} onChange={() => setInto(null)} />
            </fieldset>
          )}
          <LabelledField
            id="file-base-url"
            label="Base URL of Jira or Confluence"
            hint="The file does not say it. For example: https://jira.acme.example"
            fault={isBaseUrlWrong && failure ? { of: 'blocker', text: failure.message } : null}
          >
            <Textfield
              id="file-base-url"
              value={baseUrl}
              spellCheck={false}
              isInvalid={isBaseUrlWrong}
              aria-invalid={isBaseUrlWrong}
              aria-describedby="file-base-url-hint"
              onChange={(event) => setBaseUrl(event.currentTarget.value)}
            />
          </LabelledField>
          {replaced && (
            <Banner
              of="look"
              label="Another Casdoor"
              title={`This file belongs to another Casdoor: ${replaced.theirs}.`}
            >
              It takes the place of {replaced.ours}, for all targets. Every client secret that was saved for{' '}
              {replaced.ours} is struck out and has to be typed again.
            </Banner>
          )}
          <div className="actions">
            <Button type="submit" appearance="primary" isDisabled={provider === ''}>
              {replaced ? 'Replace the connection and check' : 'Fill in and check'}
            </Button>
            <span className="small subtle">
              Then go on in <a href={hrefOf('client')}>Client</a>.
            </span>
          </div>
        </form>
      )}
    </div>
  );
};

/** Both origins where the chosen provider is not the Casdoor that is connected. */
const otherCasdoor = (connected: string | undefined, chosen: Chosen | null, key: string) => {
  const address = chosen?.reading.providers.find((one) => one.key === key)?.address;
  const ours = connected === undefined ? null : readAddress(connected);
  const theirs = address ? readAddress(address) : null;
  if (!ours?.ok || !theirs?.ok || ours.value.origin === theirs.value.origin) return null;
  return { ours: ours.value.origin, theirs: theirs.value.origin };
};

// React.lazy asks for a default.
export default PluginFile;
