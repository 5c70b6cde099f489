import LockIcon from '@atlaskit/icon/core/lock-locked';
import Textfield from '@atlaskit/textfield';
import { useMemo, useState } from 'react';
import type { ClaimValue, Mapping } from '../../../../src/contract/mapping';
import type { SignInResult } from '../../../../src/contract/sign-in';
import type { Plugin } from '../../../../src/contract/target';
import { shown } from '../../../../src/mapping/read-claim';
import { CopyButton } from '../../parts/copy-button';
import { Fold } from '../../parts/fold';
import { Mark } from '../../parts/mark';
import { Value } from '../../parts/rich-text';
import { besideOf, type ClaimRow, claimRows, isNotable } from './claim-rows';

type ClaimsTableProps = { result: SignInResult; mapping: Mapping; plugin: Plugin };

const sourceNames = { userinfo: 'Userinfo', 'get-account': 'get-account' } as const;

/** What came, from both sources side by side. */
export const ClaimsTable = ({ result, mapping, plugin }: ClaimsTableProps) => {
  const { claims, withheld } = result;
  const [isAll, setIsAll] = useState(false);
  const [search, setSearch] = useState('');
  const rows = useMemo(() => claimRows(claims, mapping, plugin), [claims, mapping, plugin]);
  const source = besideOf(claims);
  const notable = useMemo(() => rows.filter((row) => isNotable(row, source)), [rows, source]);
  const sought = search.trim().toLowerCase();
  const listed = sought !== '' ? rows.filter((row) => has(row, sought)) : isAll ? rows : notable;
  const beside = sourceNames[source];
  return (
    <section aria-labelledby="claims" className="stack-small">
      <div className="row spread">
        <h2 id="claims" className="group-title">
          What Casdoor sent
        </h2>
        <div className="row claims-tools">
          <fieldset className="segments-of-choice" aria-label="Show">
            <button type="button" aria-pressed={!isAll} onClick={() => setIsAll(false)}>
              Used and differing
            </button>
            <button type="button" aria-pressed={isAll} onClick={() => setIsAll(true)}>
              All {rows.length}
            </button>
          </fieldset>
          <div className="claims-search">
            <Textfield
              type="search"
              isCompact
              autoComplete="off"
              aria-label="Search all claims"
              placeholder="Search"
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          </div>
        </div>
      </div>
      <div className="card">
        <table className="cards claims">
          <caption className="unseen">Claims of the ID token beside those of {beside}</caption>
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">ID token</th>
              <th scope="col">{beside}</th>
            </tr>
          </thead>
          <tbody>
            {listed.map((row) => (
              <tr key={row.claim} className={row.differs === 'value' ? 'is-differing' : undefined}>
                <th scope="row">
                  <code>{row.claim}</code>
                  <span className="claim-type">{[row.type, ...row.usedBy].join(' · ')}</span>
                </th>
                <td data-label="ID token">
                  <Sent
                    value={row.token}
                    wasRead={claims.id_token !== null}
                    name={`${row.claim} of the ID token`}
                    path={row.claim}
                    claim={row.claim}
                  />
                </td>
                <td data-label={beside}>
                  <div className="stack-small">
                    <Sent
                      value={row.beside}
                      wasRead={claims[source] !== null}
                      name={`${row.besidePath} of ${beside}`}
                      path={row.besidePath}
                      claim={row.claim}
                    />
                    {row.note && (
                      <span className="row claim-note">
                        <Mark of="look" silent />
                        <span>{row.note}</span>
                      </span>
                    )}
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {listed.length === 0 && <p className="subtle claims-none">No claim has this in its name or value.</p>}
      </div>
      <Withheld names={withheld} />
    </section>
  );
};

type SentProps = { value: ClaimValue | undefined; wasRead: boolean; name: string; path: string; claim: string };

/** Longer ones are folded: a list of permissions can be a page of its own. */
const shownAtOnce = 240;

const Sent = ({ value, wasRead, name, path, claim }: SentProps) => {
  if (value === undefined) return <span className="subtlest">{wasRead ? 'not sent' : 'not read'}</span>;
  const text = shown(value);
  return (
    <div className="sent">
      <div className="grow">
        {text === '' ? (
          <span className="subtlest">empty</span>
        ) : text.length <= shownAtOnce ? (
          <code>{text}</code>
        ) : (
          <>
            <code>{text.slice(0, shownAtOnce)}…</code>
            <Fold summary={`All ${new Intl.NumberFormat('en').format(text.length)} characters`}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long value scrolls, and must do so by keyboard too. */}
              <pre tabIndex={0}>{text}</pre>
            </Fold>
          </>
        )}
        {path !== claim && <span className="claim-type">as {path}</span>}
      </div>
      {text !== '' && <CopyButton text={text} of={name} isIcon />}
    </div>
  );
};

const has = ({ claim, token, beside, usedBy }: ClaimRow, sought: string): boolean =>
  [claim, ...usedBy, ...[token, beside].flatMap((value) => (value === undefined ? [] : [shown(value)]))].some((text) =>
    text.toLowerCase().includes(sought),
  );

/** More names than a reader takes in are folded. */
const namedAtOnce = 12;

const Withheld = ({ names }: { names: readonly string[] }) => {
  if (names.length === 0) return null;
  const listed = names.map((name, index) => (
    <span key={name}>
      {index > 0 && ', '}
      <Value>{name}</Value>
    </span>
  ));
  const why = 'because they can carry secrets or are not known here; they were dropped before anything else happened';
  return (
    <div className="small subtle withheld-line">
      <LockIcon label="" size="small" />
      {names.length <= namedAtOnce ? (
        <p>
          Withheld, {why}: {listed}
        </p>
      ) : (
        <Fold summary={`${names.length} claims are withheld, ${why}`}>
          <p>{listed}</p>
        </Fold>
      )}
    </div>
  );
};
