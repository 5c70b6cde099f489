import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useState } from 'react';
import type { ApplyView } from '../../../../../src/contract/apply';
import type { TargetView } from '../../../../../src/contract/panel-calls';
import { productNames } from '../../../../../src/contract/target';
import { usePanel } from '../../../panel-model';
import { CopyBox } from '../../../parts/copy-box';
import { isAbout } from '../../../parts/failure-banner';
import { describedBy, LabelledField } from '../../../parts/labelled-field';
import { Mark } from '../../../parts/mark';
import { timeOf } from '../../../parts/moment';
import { NewTabLink } from '../../../parts/new-tab-link';
import { Tick } from '../../../parts/tick';
import { hrefOf } from '../../../routes';
import { keepLacks } from './applied-words';
import { canUse } from './own-access';
import { type Telling, useWhoCameIn } from './use-who-came-in';

/** The proof that it works: somebody signs in through the plugin, and the product tells who that was. */
export const CameIn = ({ view, target }: { view: ApplyView; target: TargetView }) => {
  const { apply } = usePanel();
  const product = productNames[target.settings.value.product];
  const telling = useWhoCameIn(view.id, apply.state !== null && canUse(apply.state.access));
  const isProved = keepLacks(view) === null;
  return (
    <section className="card card-padded stack" aria-labelledby="sign-in-through">
      <div className="stack-small">
        <h2 className="group-title" id="sign-in-through">
          {isProved ? 'Who has signed in through the plugin' : 'Sign in through the plugin now'}
        </h2>
        <p className="subtle">
          {isProved
            ? `It can be kept. Others may try it meanwhile, at the same address in a private window.`
            : `As an administrator of ${product}, in a private window: in this one ${product} knows you already, and would not ask Casdoor.`}
        </p>
      </div>
      <SignInAddress product={product} />
      <Who view={view} telling={telling} product={product} />
      {telling.told?.isTold === false && <SayWho view={view} product={product} why={telling.told.why} />}
    </section>
  );
};

const SignInAddress = ({ product }: { product: string }) => {
  const { apply } = usePanel();
  const address = apply.state?.signInAddress ?? null;
  if (address === null)
    return (
      <p>
        Where people sign in is not known: there is no base URL of {product}.{' '}
        <a href={hrefOf('client')}>Give it in Client</a>
      </p>
    );
  return (
    <div className="stack-small">
      <CopyBox text={address} of="the sign-in address" />
      <div className="actions">
        <NewTabLink url={address} label={`Open ${product}’s sign-in`} />
        <span className="small subtle">Only where this browser is not signed in to {product}.</span>
      </div>
    </div>
  );
};

type WhoProps = { view: ApplyView; telling: Telling; product: string };

const Who = ({ view, telling, product }: WhoProps) => {
  const { told, failure, isAsking, look } = telling;
  return (
    <div className="stack-small">
      {view.cameIn.length > 0 && (
        <ul className="stack-small" aria-label="Came in through the plugin">
          {view.cameIn.map(({ who, at, isAdministrator, how }) => (
            <li key={who} className="after-line">
              <Mark of={isAdministrator ? 'passed' : 'info'} silent />
              <span>
                <strong>{who}</strong>, {timeOf(at)}.{' '}
                {isAdministrator ? `An administrator of ${product}` : `No administrator of ${product}`}
                {how === 'said' ? ', as was said here.' : `, by ${product}’s audit log.`}
              </span>
            </li>
          ))}
        </ul>
      )}
      {failure && (
        <p className="after-line" role="status">
          <Mark of="look" silent />
          <span>
            {failure.message} {failure.remedy}
          </span>
        </p>
      )}
      <div className="row">
        <span className="small subtle grow">
          {product}’s audit log is asked every ten seconds
          {view.cameIn.length === 0 && told?.isTold ? ': nobody yet.' : '.'}
        </span>
        <Button spacing="compact" onClick={() => void (isAsking || look())}>
          {isAsking ? 'Looking' : 'Look who came in'}
        </Button>
      </div>
    </div>
  );
};

/** Where the product does not tell: said by who was there, and asked of the product whether that is an administrator. */
const SayWho = ({ view, product, why }: { view: ApplyView; product: string; why: string | null }) => {
  const { apply } = usePanel();
  const [user, setUser] = useState('');
  const [isSure, setIsSure] = useState(false);
  const name = user.trim();
  const refused = apply.failedDoing === 'came-in' && isAbout(apply.failure, 'user') ? apply.failure : null;
  const say = async () => {
    if (name === '' || !isSure || apply.doing !== null) return;
    if (!(await apply.sayWhoCameIn(view.id, name))) return;
    setUser('');
    setIsSure(false);
  };
  return (
    <form
      className="stack-small"
      aria-label="Say who came in"
      onSubmit={(event) => {
        event.preventDefault();
        void say();
      }}
    >
      <p>{why ?? `${product} does not tell who came in.`} Once you have signed in, you can say it yourself.</p>
      <LabelledField
        id="came-in-as"
        label="I came in as"
        fault={refused && { of: 'serious', text: `${refused.message} ${refused.remedy ?? ''}` }}
        hint={`Your user name in ${product}, as its profile shows it. ${product} is asked whether that is an administrator.`}
      >
        <Textfield
          id="came-in-as"
          autoComplete="off"
          spellCheck={false}
          value={user}
          isInvalid={refused !== null}
          {...describedBy('came-in-as', true)}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
      </LabelledField>
      <Tick
        label={`I signed in through Casdoor after the write${name === '' ? '' : `, and ${product} knew me as ${name}`}`}
        checked={isSure}
        onChange={setIsSure}
      />
      <div className="actions">
        <Button type="submit" isDisabled={name === '' || !isSure}>
          {apply.doing === 'came-in' ? 'Asking' : 'Say that I came in'}
        </Button>
      </div>
    </form>
  );
};
