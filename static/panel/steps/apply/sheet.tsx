import type { FieldSheet } from '../../../../src/contract/field-sheet';
import { Banner } from '../../parts/banner';
import { NewTabLink } from '../../parts/new-tab-link';
import { RichText } from '../../parts/rich-text';
import { SheetRow } from './sheet-row';
import { useTicks } from './use-ticks';

/** Every field of the plugin's screens in its order, to be filled in by hand and ticked. */
export const Sheet = ({ sheet }: { sheet: FieldSheet }) => {
  const { ticks, toggle, failure } = useTicks();
  const fields = sheet.sections.flatMap((section) => section.fields);
  const done = fields.filter(({ id }) => ticks.has(id)).length;
  return (
    <>
      <div className="row spread sheet-head">
        <p className="grow">
          <RichText>{sheet.where}</RichText>
        </p>
        {sheet.url !== null && <NewTabLink url={sheet.url} label="Open the plugin's settings" />}
      </div>
      <p className="small subtle figures sheet-count">
        {done} of {fields.length} ticked
      </p>
      {failure && (
        <Banner of="look" title={failure.message} label="Ticks">
          {failure.remedy}
        </Banner>
      )}
      {sheet.sections.map(({ tab, fields: ofTab }) => (
        <section key={tab} className="card sheet" aria-label={tab}>
          <h2 className="sheet-tab">{tab}</h2>
          <ul>
            {ofTab.map((field) => (
              <SheetRow key={field.id} field={field} isTicked={ticks.has(field.id)} onTick={() => toggle(field.id)} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
};
