import Button from '@atlaskit/button/default/button';
import Modal, { ModalBody, ModalFooter, ModalHeader, ModalTitle, ModalTransition } from '@atlaskit/modal-dialog';
import { Mark } from '../parts/mark';
import type { Meaning } from '../parts/verdict-words';

const meanings: [Meaning, string, string][] = [
  ['blocker', 'Blocker', 'failed: nobody can sign in.'],
  ['serious', 'Serious', 'failed: some people cannot sign in, or there is a hole.'],
  ['look', 'Needs a look', 'works today; a warning, or advice.'],
  ['passed', 'Passed', 'looked at, and right.'],
  ['not-yet', 'Not checked yet', 'waits for something that it names. It is neither right nor wrong.'],
  ['not-certain', 'Not certain', "in previews: the plugin's own rule is not known."],
];

const HelpDialog = ({ onClose }: { onClose: () => void }) => (
  <ModalTransition>
    <Modal onClose={onClose} width="medium" label="Help">
      <ModalHeader hasCloseButton>
        <ModalTitle>Help</ModalTitle>
      </ModalHeader>
      <ModalBody>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls in a low window, and must do so by keyboard too. */}
        <section className="prose" tabIndex={0} aria-label="Help">
          <p>
            Connect says whether Casdoor can be used, Client whether it accepts the plugin, Sign-in what one real
            sign-in brings, Mapping what a person would become, and Directory what the first sign-in does to everybody.
            Apply shows what would be written into the plugin, field by field, and writes it with a way back; Watch says
            whether it still stands there. Nothing is changed in Casdoor, Jira or Confluence without a press that says
            what it does, but for the tokens that Casdoor keeps of a test sign-in.
          </p>
          <h2>What the signs mean</h2>
          <dl className="legend">
            {meanings.map(([of, word, text]) => (
              <div key={of}>
                <dt>
                  <Mark of={of} silent /> {word}
                </dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
          <h2>When another team runs Casdoor</h2>
          <p>
            Each finding that has to be mended in Casdoor holds the same as a message to send to them. Copy report gives
            all findings at once, without secrets.
          </p>
        </section>
      </ModalBody>
      <ModalFooter>
        <Button appearance="primary" onClick={onClose}>
          Close
        </Button>
      </ModalFooter>
    </Modal>
  </ModalTransition>
);

// React.lazy asks for a default.
export default HelpDialog;
