import Button from '@atlaskit/button/default/button';
import Textfield from '@atlaskit/textfield';
import { useEffect, useId, useRef, useState } from 'react';
import type { WayBack } from '../../../../src/contract/apply-calls';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { productNames } from '../../../../src/contract/target';
import { dropDraft, keepDraft, readDraft } from '../../draft';
import { usePanel } from '../../panel-model';
import { FailureBanner } from '../../parts/failure-banner';
import { describedBy, LabelledField } from '../../parts/labelled-field';
import { Mark } from '../../parts/mark';
import { thenOf } from '../../parts/moment';
import { wayBackWords } from './way-back-words';

type WayBackFormProps = {
  target: TargetView;
  /** It was tried: what is planned is judged by it. */
  onTried: (found: WayBack['kind']) => Promise<void>;
};

const draftOf = (target: TargetView) => `way-back:${target.id}`;

/** The account by which somebody gets in when nobody can sign in through the plugin any more, tried once by its password. */
export const WayBackForm = ({ target, onTried }: WayBackFormProps) => {
  const { apply, announce } = usePanel();
  const id = useId();
  const product = productNames[target.settings.value.product];
  const [user, setUser] = useState(() => readDraft<string>(draftOf(target))?.value ?? '');
  const [password, setPassword] = useState('');
  const [isTrying, setIsTrying] = useState(false);
  const [wasTried, setWasTried] = useState(false);
  const [found, setFound] = useState<WayBack | null>(null);
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (found !== null) result.current?.focus();
  }, [found]);
  const before = apply.state?.wayBack ?? null;
  const isReady = user.trim() !== '' && password !== '';
  const prove = async () => {
    if (!isReady || isTrying) return;
    setIsTrying(true);
    setWasTried(true);
    setFound(null);
    const answer = await apply.proveWayBack({ user: user.trim(), password });
    if (answer !== null) {
      // One try a press: a second with the same password could lock the account.
      setPassword('');
      setFound(answer);
      announce(wayBackWords(answer, target.settings.value.plugin).message);
      if (answer.kind === 'proved') dropDraft(draftOf(target));
      await onTried(answer.kind);
    }
    setIsTrying(false);
  };
  const words = found && wayBackWords(found, target.settings.value.plugin);
  return (
    <form
      className="stack way-back"
      aria-label="Way back in"
      onSubmit={(event) => {
        event.preventDefault();
        void prove();
      }}
    >
      <p className="subtle">
        If the new settings keep everybody out, somebody must still get in, to {product} itself and without Casdoor. So
        the form is asked for, and one account of {product} is tried by its password, once. The password is kept
        nowhere.
      </p>
      {wasTried && !isTrying && apply.failedDoing === 'way-back' && <FailureBanner failure={apply.failure} />}
      {words && (
        <div ref={result} tabIndex={-1} className="row way-back-result">
          <Mark of={found?.kind === 'proved' ? 'passed' : 'serious'} silent />
          <p className="grow">
            {words.message} {words.remedy}
          </p>
        </div>
      )}
      <div className="fields">
        <LabelledField
          id={`${id}-user`}
          label={`Emergency account of ${product}`}
          hint="A system administrator whom nobody in Casdoor signs in to, such as the first account of the installation"
        >
          <Textfield
            id={`${id}-user`}
            autoComplete="off"
            spellCheck={false}
            value={user}
            {...describedBy(`${id}-user`, true)}
            onChange={(event) => {
              setUser(event.currentTarget.value);
              keepDraft(draftOf(target), { base: 0, value: event.currentTarget.value });
            }}
          />
        </LabelledField>
        <LabelledField
          id={`${id}-password`}
          label="Its password"
          hint={
            before === null
              ? 'Tried once, then forgotten'
              : `${before.account} was accepted ${thenOf(before.at)}, tried by ${before.who}`
          }
        >
          <Textfield
            id={`${id}-password`}
            type="password"
            autoComplete="new-password"
            value={password}
            {...describedBy(`${id}-password`, true)}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </LabelledField>
      </div>
      <div className="actions">
        <Button type="submit" isDisabled={!isReady}>
          {isTrying ? 'Trying' : 'Try the way back in'}
        </Button>
      </div>
    </form>
  );
};
