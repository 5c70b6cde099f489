import Button from '@atlaskit/button/default/button';
import { usePanel } from '../../panel-model';

type StartButtonProps = { label: string; isPrimary: boolean };

/** Makes a link. Never disabled while it does: the focus stays here until there is something to go on with. */
export const StartButton = ({ label, isPrimary }: StartButtonProps) => {
  const { signIn } = usePanel();
  const isStarting = signIn.doing === 'start';
  return (
    <Button
      appearance={isPrimary ? 'primary' : 'default'}
      onClick={() => {
        if (!isStarting) void signIn.start();
      }}
    >
      {isStarting ? 'Making the link' : label}
    </Button>
  );
};
