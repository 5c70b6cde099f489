import { useState } from 'react';
import type { PanelState, TargetView } from '../../../../src/contract/panel-calls';
import { productNames } from '../../../../src/contract/target';
import { dropDraft, keepDraft, readDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { Mark } from '../../parts/mark';
import { hrefOf, type Step } from '../../routes';
import { placeOf } from '../../shell/target-words';
import { type BeforeProps, ByApi } from './by-api';
import { ByHand } from './by-hand';
import { Head } from './head';
import { PluginEgress } from './plugin-egress';
import { useFocusOf } from './use-focus-of';

/** Everything up to the write: by hand, or as a plan that is shown and ordered. */
export const Before = ({ target, state, change, onChange, draft }: BeforeProps) => {
  const { state: panel, apply } = usePanel();
  const chosen = `apply-by-hand:${target.id}`;
  const [isByHand, setIsByHand] = useState(() => readDraft<true>(chosen) !== null);
  const lacks = lacking(panel, target);
  // Consent was given, or taken back: the button for it goes with the page.
  useFocusOf(state.way.kind, 'apply-heading');
  const chooseByHand = (isChosen: boolean) => {
    setIsByHand(isChosen);
    if (isChosen) keepDraft(chosen, { base: 0, value: true });
    else dropDraft(chosen);
    // The button goes with the page.
    setTimeout(() => document.getElementById('apply-heading')?.focus(), 0);
  };
  if (state.way.kind === 'by-hand')
    return (
      <ByHand target={target} why={state.way.why}>
        {canBeConsented(panel, target) && <PluginEgress target={target} onGranted={() => void apply.refresh()} />}
      </ByHand>
    );
  if (isByHand)
    return (
      <ByHand target={target} why={null}>
        <p className="by-hand-why">
          <button type="button" className="link-button" onClick={() => chooseByHand(false)}>
            Have it written from here instead
          </button>
        </p>
      </ByHand>
    );
  if (lacks.length > 0) return <Lacks target={target} lacks={lacks} />;
  return (
    <ByApi
      target={target}
      state={state}
      change={change}
      onChange={onChange}
      draft={draft}
      onByHand={() => chooseByHand(true)}
    />
  );
};

/** On Cloud a plugin elsewhere is written to once its host was consented to. */
const canBeConsented = ({ place }: PanelState, { settings }: TargetView): boolean =>
  place.from === 'cloud' && ['miniorange', 'atlassian-dc'].includes(settings.value.plugin);

type Lacking = { text: string; link: string; step: Step };

const lacking = ({ connection }: PanelState, { settings, mapping }: TargetView): Lacking[] => [
  ...(connection === null
    ? [{ text: 'There is no Casdoor yet.', link: 'Give its address in Connect', step: 'connect' } as const]
    : []),
  ...(settings.value.baseUrl === ''
    ? [
        {
          text: `There is no base URL of ${productNames[settings.value.product]} yet.`,
          link: 'Fill it in in Client',
          step: 'client',
        } as const,
      ]
    : []),
  ...(mapping === null
    ? [{ text: 'No mapping is saved yet.', link: 'Save one in Mapping', step: 'mapping' } as const]
    : []),
];

const Lacks = ({ target, lacks }: { target: TargetView; lacks: readonly Lacking[] }) => (
  <>
    <Head>What would be written into the plugin on {placeOf(target.settings.value)}, field by field.</Head>
    <section className="card card-padded stack-small" aria-label="What is missing">
      {lacks.map(({ text, link, step }) => (
        <p key={step} className="row">
          <Mark of="not-yet" />
          <span className="grow">
            {text} <a href={hrefOf(step)}>{link}</a>
          </span>
        </p>
      ))}
    </section>
  </>
);
