import ProgressBar from '@atlaskit/progress-bar';
import { useState } from 'react';
import type { AccountsAccess } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { type Failure, failed } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { ChooseFile } from '../../parts/choose-file';
import { CopyBox } from '../../parts/copy-box';
import { FailureBanner } from '../../parts/failure-banner';
import { counted } from '../../parts/numbers';
import { textPieces } from './text-pieces';

/** The first line that a file of accounts has to have. */
const template = 'username,email,fullName,active,administrator,groups';
/** Bytes of a file; a million accounts are less. */
const maxSize = 200_000_000;

type AccountsFileProps = { target: TargetView; product: string; onSaved: (access: AccountsAccess) => void };

/** A file of accounts, handed in piece by piece. */
export const AccountsFile = ({ target, product, onSaved }: AccountsFileProps) => {
  const [sent, setSent] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [problems, setProblems] = useState<string[]>([]);
  const hand = async (file: File) => {
    setFailure(null);
    setProblems([]);
    if (file.size > maxSize)
      return setFailure(refusal(`${file.name} is larger than 200 MB.`, 'Look whether it is the right file.'));
    setSent(0);
    const answer = await upload(target.id, file, setSent);
    setSent(null);
    if (answer.ok) return onSaved(answer.value);
    const [first = '', ...others] = answer.error.message.split('\n');
    setFailure({ ...answer.error, message: first });
    setProblems(others);
  };
  return (
    <div className="stack">
      <div className="stack-small">
        <p>
          The first line names the columns, in any order; only <code>username</code> has to be there. Groups are
          separated by <code>;</code>, yes and no are <code>true</code> and <code>false</code>.
        </p>
        <CopyBox text={template} of="first line" />
        <p className="small subtle">
          For example: <code>ada,ada@acme.example,Ada Young,true,true,jira-users;jira-administrators</code>. Without{' '}
          <code>administrator</code> and <code>groups</code> it cannot be told who administers {product} or loses
          groups.
        </p>
      </div>
      <FailureBanner failure={failure} />
      {problems.length > 0 && (
        <ul className="notes">
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {sent !== null && <ProgressBar value={sent} ariaLabel="The file is being handed in" />}
      <div className="actions">
        <ChooseFile
          label="File of accounts"
          accept=".csv,text/csv,text/plain"
          isBusy={sent !== null}
          onFile={(file) => void hand(file)}
        >
          {sent === null ? 'Choose a file' : `Handing it in, ${Math.floor(sent * 100)}%`}
        </ChooseFile>
      </div>
    </div>
  );
};

const refusal = (message: string, remedy: string): Failure => ({ code: 'refused', message, remedy });

/** Sends one piece after the other; the answer to the last is what was read. */
const upload = async (target: string, file: File, onSent: (share: number) => void) => {
  const id = crypto.randomUUID();
  const pieces = await textPieces(file);
  if (pieces === null)
    return failed('refused', `${file.name} is no text in UTF-8.`, {
      remedy: 'Save it as "CSV UTF-8" and choose it again.',
    });
  for (const [piece, text] of pieces.entries()) {
    const answer = await call('saveAccountsFile', {
      target,
      name: file.name,
      upload: id,
      piece,
      pieces: pieces.length,
      text,
    });
    if (!answer.ok) return answer;
    onSent((piece + 1) / pieces.length);
    const { value } = answer;
    if (value.kind !== 'more') return { ok: true as const, value };
  }
  return failed(
    'unexpected',
    `${counted(pieces.length, 'piece', 'pieces')} of ${file.name} were handed in, and it was not read.`,
    {
      remedy: 'Choose it again.',
    },
  );
};
