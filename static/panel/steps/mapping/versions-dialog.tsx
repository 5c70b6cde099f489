import Button from '@atlaskit/button/default/button';
import Modal, { ModalBody, ModalFooter, ModalHeader, ModalTitle, ModalTransition } from '@atlaskit/modal-dialog';
import { useEffect, useState } from 'react';
import type { Mapping } from '../../../../src/contract/mapping';
import type { Version } from '../../../../src/contract/panel-calls';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { FailureBanner } from '../../parts/failure-banner';
import { whenOf } from '../../parts/moment';
import { Value } from '../../parts/rich-text';
import { Skeleton } from '../../parts/skeleton';
import { differencesOf } from './compared-fields';
import { useMappingForm } from './mapping-form-context';

type VersionsDialogProps = { target: string; onClose: () => void; onPick: (version: Version<Mapping>) => void };

/** Every version that was saved: who, when, and what it changed. One that is taken back becomes a draft. */
const VersionsDialog = ({ target, onClose, onPick }: VersionsDialogProps) => {
  const { plugin } = useMappingForm();
  const [versions, setVersions] = useState<Version<Mapping>[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void call('mappingVersions', { target }).then((answer) => {
      if (!isCurrent) return;
      if (answer.ok) setVersions(answer.value);
      else setFailure(answer.error);
    });
    return () => {
      isCurrent = false;
    };
  }, [target]);
  return (
    <ModalTransition>
      <Modal onClose={onClose} width="large" label="Versions of the mapping">
        <ModalHeader hasCloseButton>
          <ModalTitle>Versions of the mapping</ModalTitle>
        </ModalHeader>
        <ModalBody>
          <FailureBanner failure={failure} />
          {versions === null && failure === null && <Skeleton label="Versions are being read" />}
          {versions?.length === 0 && <p>Nothing has been saved yet.</p>}
          {versions && versions.length > 0 && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list scrolls, and must do so by keyboard too.
            <section tabIndex={0} aria-label="Versions">
              <ol className="versions">
                {versions.map((version, at) => (
                  <li key={version.version}>
                    <div className="row spread">
                      <div className="grow">
                        <strong>Version {version.version}</strong>
                        <span className="subtle">
                          {' '}
                          {version.who}, {whenOf(version.at)}
                        </span>
                        {at === 0 && <span className="subtle">, saved now</span>}
                      </div>
                      <Button
                        spacing="compact"
                        aria-label={`Restore version ${version.version}`}
                        onClick={() => onPick(version)}
                      >
                        Restore
                      </Button>
                    </div>
                    <Changes before={versions[at + 1] ?? null} after={version} plugin={plugin} />
                  </li>
                ))}
              </ol>
            </section>
          )}
        </ModalBody>
        <ModalFooter>
          <span className="small subtle grow">A version that is restored is filled in, and saved by you.</span>
          <Button appearance="primary" onClick={onClose}>
            Close
          </Button>
        </ModalFooter>
      </Modal>
    </ModalTransition>
  );
};

type ChangesProps = {
  before: Version<Mapping> | null;
  after: Version<Mapping>;
  plugin: Parameters<typeof differencesOf>[2];
};

const Changes = ({ before, after, plugin }: ChangesProps) => {
  if (before === null) {
    const { username, email, name } = after.value;
    const full = 'fullName' in name ? name.fullName : `${name.firstName} and ${name.lastName}`;
    return (
      <p className="small subtle">
        {after.version === 1 ? 'The first: ' : ''}
        {username}, {email}, {full}
      </p>
    );
  }
  const changes = differencesOf(before.value, after.value, plugin);
  if (changes.length === 0) return <p className="small subtle">The same as the version before.</p>;
  return (
    <ul className="small version-changes">
      {changes.map(({ label, before: was, after: is }) => (
        <li key={label}>
          {label}: {was === '' ? <span className="subtle">as it comes</span> : <Value>{was}</Value>} becomes{' '}
          {is === '' ? <span className="subtle">as it comes</span> : <Value>{is}</Value>}
        </li>
      ))}
    </ul>
  );
};

// React.lazy asks for a default.
export default VersionsDialog;
