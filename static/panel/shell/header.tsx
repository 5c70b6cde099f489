import Button from '@atlaskit/button/default/button';
import ArrowIcon from '@atlaskit/icon/core/arrow-right';
import LogInIcon from '@atlaskit/icon/core/log-in';
import { lazy, Suspense, useState } from 'react';
import { readAddress } from '../../../src/casdoor/address';
import { usePanel } from '../panel-model';
import { timeOf } from '../parts/moment';
import { TargetMenu } from './target-menu';

const HelpDialog = lazy(() => import('./help-dialog'));

export const Header = () => {
  const { state, target } = usePanel();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const host = hostOf(state.connection?.value.address);
  const saved = [state.connection?.at, target?.settings.at, target?.mapping?.at]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1);
  return (
    <header className="top">
      <span className="logo" aria-hidden="true">
        <LogInIcon label="" />
      </span>
      <span className="name">Casdoor sign-in</span>
      {host !== null && (
        <span className="link">
          <span className="wide-only row">
            <span>{host}</span>
            <ArrowIcon label="signs people in to" size="small" />
          </span>
          <TargetMenu />
        </span>
      )}
      <span className="top-end">
        {saved !== undefined && <span className="small subtle wide-only">Saved {timeOf(saved)}</span>}
        <Button appearance="subtle" onClick={() => setIsHelpOpen(true)}>
          Help
        </Button>
      </span>
      {isHelpOpen && (
        <Suspense fallback={null}>
          <HelpDialog onClose={() => setIsHelpOpen(false)} />
        </Suspense>
      )}
    </header>
  );
};

/** The host as it was read, with the port where there is one of its own. */
export const hostOf = (address: string | undefined): string | null => {
  if (address === undefined) return null;
  const read = readAddress(address);
  return read.ok ? new URL(read.value.origin).host : null;
};
