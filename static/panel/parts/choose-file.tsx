import Button from '@atlaskit/button/default/button';
import { type ReactNode, useRef } from 'react';

type ChooseFileProps = {
  /** Of the field behind the button, for those who meet it first. */
  label: string;
  /** As the attribute of an input has it. */
  accept: string;
  onFile: (file: File) => void;
  /** What is chosen now is not taken. */
  isBusy?: boolean;
  children?: ReactNode;
};

/** A button that asks for a file. The same file can be chosen again once it is mended. */
export const ChooseFile = ({ label, accept, onFile, isBusy = false, children = 'Choose a file' }: ChooseFileProps) => {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept={accept}
        className="unseen"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <Button
        onClick={() => {
          if (!isBusy) picker.current?.click();
        }}
      >
        {children}
      </Button>
    </>
  );
};
