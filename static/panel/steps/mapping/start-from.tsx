import Button from '@atlaskit/button/default/button';
import type { Mapping, TokenFormat } from '../../../../src/contract/mapping';
import type { Plugin } from '../../../../src/contract/target';
import { documentedMapping, recommendedMapping } from '../../../../src/mapping/recommended-mapping';
import { usePanel } from '../../panel-model';
import { tokenFormatNamed } from './claim-hint';

type StartFromProps = { plugin: Plugin; format?: string; onPick: (mapping: Mapping) => void };

/** Two mappings to begin with: the one that works, and the one of Casdoor's documentation, to see what is wrong with it. */
export const StartFrom = ({ plugin, format, onPick }: StartFromProps) => {
  const { announce } = usePanel();
  const known: TokenFormat = tokenFormatNamed(format) ?? 'JWT';
  const pick = (mapping: Mapping, what: string) => {
    onPick(mapping);
    announce(`${what} is filled in. It is not saved yet.`);
  };
  return (
    <fieldset className="plain actions" aria-label="Start from">
      <span className="small subtle" aria-hidden="true">
        Start from
      </span>
      <Button spacing="compact" onClick={() => pick(recommendedMapping(plugin, known), 'The recommended mapping')}>
        Recommended
      </Button>
      {plugin === 'miniorange' && (
        <Button spacing="compact" onClick={() => pick(documentedMapping, 'The mapping of the documentation')}>
          Documentation
        </Button>
      )}
    </fieldset>
  );
};
