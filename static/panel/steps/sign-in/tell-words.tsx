import Button from '@atlaskit/button/default/button';
import Textarea from '@atlaskit/textarea';
import { useState } from 'react';
import { usePanel } from '../../panel-model';
import { LabelledField } from '../../parts/labelled-field';

/** Casdoor shows its refusals on its own page and sends nobody back, so somebody has to pass them on. */
export const TellWords = () => {
  const { signIn } = usePanel();
  const [words, setWords] = useState('');
  const isEmpty = words.trim() === '';
  return (
    <form
      className="card card-padded stack below-card"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty) void signIn.tell(words);
      }}
    >
      <div className="stack-small">
        <h3>Does Casdoor's page show an error?</h3>
        <p className="subtle">
          Casdoor sends nobody back when it refuses. Copy its words here, and it stands below what they mean.
        </p>
      </div>
      <LabelledField
        id="casdoor-words"
        label="What Casdoor's page says"
        hint="For example: the user is forbidden to sign in, please contact the administrator"
      >
        <Textarea
          id="casdoor-words"
          minimumRows={2}
          maxLength={4000}
          resize="smart"
          spellCheck={false}
          value={words}
          aria-describedby="casdoor-words-hint"
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </LabelledField>
      <div className="actions">
        <Button type="submit" appearance={isEmpty ? 'default' : 'primary'} isDisabled={isEmpty}>
          {signIn.doing === 'tell' ? 'Ending the test' : 'End the test with these words'}
        </Button>
        <Button appearance="subtle" onClick={() => void signIn.cancel()}>
          {signIn.doing === 'cancel' ? 'Cancelling' : 'Cancel this test'}
        </Button>
      </div>
    </form>
  );
};
