import AddIcon from '@atlaskit/icon/core/add';
import CheckIcon from '@atlaskit/icon/core/check-mark';
import ChevronIcon from '@atlaskit/icon/core/chevron-down';
import CopyIcon from '@atlaskit/icon/core/copy';
import { useCallback, useRef, useState } from 'react';
import type { TargetView } from '../../../src/contract/panel-calls';
import { keepDraft } from '../draft';
import { usePanel } from '../panel-model';
import { useClosing } from '../parts/use-closing';
import { hrefOf } from '../routes';
import { newTargetDraft } from '../steps/client/target-draft';
import { placeOf, pluginOn } from './target-words';

/** Which target the steps are about; adds one, or starts one from another's settings. */
export const TargetMenu = () => {
  const { state, target, choose } = usePanel();
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useClosing(
    root,
    isOpen,
    useCallback(() => setIsOpen(false), []),
  );

  const close = () => {
    setIsOpen(false);
    opener.current?.focus();
  };
  const take = (id: string) => {
    choose(id);
    close();
  };
  const add = (from: TargetView | null) => {
    if (from) keepDraft(newTargetDraft, { base: 0, value: copyOf(from) });
    choose(null);
    location.hash = hrefOf('client');
    close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes from anywhere within; each control is a button.
    <div
      className="target-menu"
      ref={root}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isOpen) close();
      }}
    >
      <button
        ref={opener}
        type="button"
        className="target-opener"
        aria-expanded={isOpen}
        aria-controls="target-menu"
        onClick={() => setIsOpen(!isOpen)}
      >
        <span className="unseen">Target: </span>
        {target ? (
          <>
            <span className="target-place">{placeOf(target.settings.value)}</span>
            <span className="subtlest target-plugin">{pluginOn(target.settings.value)}</span>
          </>
        ) : (
          <span className="subtlest">{state.targets.length > 0 ? 'New target' : 'No target yet'}</span>
        )}
        <ChevronIcon label="" size="small" />
      </button>
      {isOpen && (
        <ul className="menu" id="target-menu">
          {state.targets.map(({ id, settings }) => (
            <li key={id}>
              <button
                type="button"
                className="menu-item"
                aria-current={id === target?.id ? 'true' : undefined}
                onClick={() => take(id)}
              >
                <span className="menu-icon">{id === target?.id && <CheckIcon label="" size="small" />}</span>
                <span>
                  {placeOf(settings.value)}
                  <span className="small subtle menu-note">{pluginOn(settings.value)}</span>
                </span>
              </button>
            </li>
          ))}
          <li className="menu-line">
            <button type="button" className="menu-item" onClick={() => add(null)}>
              <span className="menu-icon">
                <AddIcon label="" size="small" />
              </span>
              <span>Add a target</span>
            </button>
          </li>
          {state.targets.map((from) => (
            <li key={from.id}>
              <button type="button" className="menu-item" onClick={() => add(from)}>
                <span className="menu-icon">
                  <CopyIcon label="" size="small" />
                </span>
                <span>
                  Copy from {placeOf(from.settings.value)}
                  <span className="small subtle menu-note">
                    {pluginOn(from.settings.value)}. Plugin, client ID and scopes; the secret and the addresses are
                    asked for
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

/** A callback belongs to one place, so the addresses are not copied. */
const copyOf = ({ settings }: TargetView) => ({ ...settings.value, baseUrl: '', callbackUrl: '' });
