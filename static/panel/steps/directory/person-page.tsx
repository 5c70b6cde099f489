import AddIcon from '@atlaskit/icon/core/add';
import TickIcon from '@atlaskit/icon/core/check-mark';
import MinusIcon from '@atlaskit/icon/core/minus';
import type { DryRunRow, DryRunSums, DryRunView } from '../../../../src/contract/dry-run';
import type { Mapping } from '../../../../src/contract/mapping';
import type { PersonClaims, TargetView } from '../../../../src/contract/panel-calls';
import { plain } from '../../../../src/contract/report';
import { productNames } from '../../../../src/contract/target';
import { CopyButton } from '../../parts/copy-button';
import { Mark } from '../../parts/mark';
import { NewTabLink } from '../../parts/new-tab-link';
import { RichText } from '../../parts/rich-text';
import { hrefOf } from '../../routes';
import type { Advice } from './advice';
import { PersonTrail } from './person-trail';
import { type GroupFate, groupFates, initialsOf, whatHappens } from './person-words';
import { nameOf } from './row-columns';
import { usePersonClaims, usePersonPage } from './use-person-claims';
import { whatToDo } from './what-to-do';

type PersonPageProps = { row: DryRunRow; run: DryRunView; sums: DryRunSums; target: TargetView };

/** What happens, why, what to do, and how it comes about. */
export const PersonPage = ({ row, run, sums, target }: PersonPageProps) => {
  const { plugin, product: of } = target.settings.value;
  const product = productNames[of];
  const mapping = target.mapping?.value;
  const claims = usePersonClaims(target.id, row.kind === 'person' ? row.name : null);
  const page = usePersonPage(claims.claims?.organization, row.name);
  const { of: meaning, text } = whatHappens(row, product);
  const fates = mapping ? groupFates(row, mapping, plugin) : [];
  const sent = mapping && claims.claims ? sentGroups(claims.claims, mapping) : undefined;
  // What to do about groups hangs on what Casdoor sends, which is being asked for.
  const isOpen = row.groupsLost.length > 0 && !claims.claims && !claims.failure;
  const advice = mapping
    ? whatToDo(row, {
        plugin,
        product: of,
        mapping,
        administratorGroups: sums.administrators.groups,
        hasAccounts: sums.accounts !== null,
        ...(sent && { sent }),
      })
    : null;
  const name = nameOf(row);
  return (
    <>
      <div className="drawer-person">
        <span className="avatar" aria-hidden="true">
          {initialsOf(name)}
        </span>
        <div className="grow">
          <p className="drawer-name" aria-hidden="true">
            {name}
          </p>
          <p className="subtle">{placesOf(row, product)}</p>
        </div>
        <CopyButton isIcon text={copied(row, product, advice)} of="what is said of this person" />
      </div>
      <div className={`banner banner-${meaning}`}>
        <Mark of={meaning} silent />
        <p>{text}</p>
      </div>
      {fates.length > 0 && (
        <section className="stack-small">
          <h3>Groups in {product}</h3>
          <ul className="fates">
            {fates.map((fate) => (
              <Fate key={fate.fate + fate.name} fate={fate} />
            ))}
          </ul>
        </section>
      )}
      {row.reasons.length > 0 && (
        <section className="stack-small">
          <h3>Why</h3>
          <p>{row.reasons.join(' ')}</p>
        </section>
      )}
      <section className="stack-small">
        <h3>Do this</h3>
        <p className={isOpen ? 'subtle' : undefined}>
          {isOpen ? (
            'Casdoor is being asked which groups it sends'
          ) : advice ? (
            <RichText>{advice.text}</RichText>
          ) : (
            'There is nothing to do.'
          )}
        </p>
        <div className="actions">
          {page !== null && <NewTabLink url={page} label={`Open ${row.name} in Casdoor`} />}
          {!isOpen && advice?.opens === 'mapping' && <a href={hrefOf('mapping')}>Go to Mapping</a>}
          {advice?.opens === 'sign-in' && <a href={hrefOf('sign-in')}>Go to Sign-in</a>}
        </div>
        {!isOpen && advice?.instead && (
          <p className="small subtle">
            <RichText>{advice.instead}</RichText>
          </p>
        )}
      </section>
      {row.kind === 'person' && (
        <>
          <hr />
          <PersonTrail row={row} run={run} sums={sums} target={target} claims={claims} product={product} />
        </>
      )}
    </>
  );
};

/** As they arrive, by the plain name of the claim. */
const sentGroups = ({ bySource }: PersonClaims, { source, groups }: Mapping): string[] | undefined => {
  const claims = bySource[source ?? 'id_token'];
  const value = groups === null ? undefined : claims?.[groups];
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : undefined;
};

/** "oscar in Casdoor, oscar in Jira". */
const placesOf = (row: DryRunRow, product: string): string => {
  const there = row.existing?.username ?? '';
  if (row.kind === 'account')
    return [`${there} in ${product}`, row.existing?.email ?? '', row.existing?.active === false ? 'inactive' : '']
      .filter(Boolean)
      .join(', ');
  const today = there === '' ? `no account in ${product} today` : `${there} in ${product}`;
  const inactive = row.existing && !row.existing.active ? ', inactive' : '';
  return `${row.name} in Casdoor, ${today}${inactive}`;
};

const icons = { lost: MinusIcon, gained: AddIcon, stays: TickIcon } as const;

const Fate = ({ fate: { name, fate, words } }: { fate: GroupFate }) => {
  const Icon = icons[fate];
  return (
    <li className={`fate fate-${fate}`}>
      <span className="fate-icon">
        <Icon label="" size="small" />
      </span>
      <code>{name}</code>
      <span className="small">{words}</span>
    </li>
  );
};

/** What is said of a person as plain text, for a message to somebody else. */
const copied = (row: DryRunRow, product: string, advice: Advice | null): string =>
  [
    `${nameOf(row)} (${placesOf(row, product)})`,
    whatHappens(row, product).text,
    ...row.groupsLost.map((name) => `${name}: taken away`),
    ...row.groupsGained.map((name) => `${name}: added`),
    ...(row.reasons.length > 0 ? [`Why: ${row.reasons.join(' ')}`] : []),
    ...(advice ? [`Do this: ${plain(advice.text)}`] : []),
    ...(advice?.instead ? [plain(advice.instead)] : []),
  ].join('\n');
