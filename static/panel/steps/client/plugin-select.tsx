import Select from '@atlaskit/select';
import {
  type Plugin,
  type Product,
  pluginNames,
  plugins,
  productNames,
  products,
} from '../../../../src/contract/target';

type Choice = { label: string; value: { plugin: Plugin; product: Product } };

const labelOf = (plugin: Plugin, product: Product) => {
  const name = pluginNames[plugin];
  return `${name.charAt(0) === 'a' ? `A${name.slice(1)}` : name}, ${productNames[product]}`;
};

type PluginSelectProps = {
  id: string;
  /** The product around the panel: its plugins stand first. */
  first: Product;
  value: { plugin: Plugin; product: Product };
  onChange: (plugin: Plugin, product: Product) => void;
};

export const PluginSelect = ({ id, first, value, onChange }: PluginSelectProps) => {
  const groups = [...products]
    .sort((one, other) => Number(other === first) - Number(one === first))
    .map((product) => ({
      label: productNames[product],
      options: plugins.map((plugin): Choice => ({ label: labelOf(plugin, product), value: { plugin, product } })),
    }));
  return (
    <Select<Choice>
      inputId={id}
      aria-label="SSO plugin"
      options={groups}
      styles={{ singleValue: (usual) => ({ ...usual, whiteSpace: 'normal' }) }}
      value={{ label: labelOf(value.plugin, value.product), value }}
      onChange={(choice) => {
        if (choice) onChange(choice.value.plugin, choice.value.product);
      }}
    />
  );
};
