import type { Finding } from '../../../../src/contract/report';
import type { SignInResult, Station } from '../../../../src/contract/sign-in';
import { RichText } from '../../parts/rich-text';
import { StationLine } from '../../parts/station-line';
import { jumpTo } from '../../parts/verdict';
import { type Meaning, meaningOf } from '../../parts/verdict-words';

/** A failed station weighs as much as the finding that tells more of it. */
const meaningOfStation = ({ state, check }: Station, findings: readonly Finding[]): Meaning => {
  if (state === 'passed' || state === 'look') return state;
  if (state === 'not-reached') return 'not-yet';
  const finding = findings.find(({ id }) => id === check);
  return (finding && meaningOf(finding)) ?? 'blocker';
};

const numbers = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
/** A person takes seconds, the network milliseconds; neither says anything of the other. */
const timeOf = ({ ms, by }: Station): string | undefined => {
  if (ms === null) return undefined;
  return by === 'person' ? `${numbers.format(ms / 1000)} s` : `${numbers.format(Math.round(ms))} ms`;
};

/** How it went, step by step. */
export const ResultStations = ({ result }: { result: SignInResult }) => {
  const { stations, report } = result;
  const failed = new Set(
    report.findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'warn').map(({ id }) => id),
  );
  const sumOf = (by: Station['by']) => stations.reduce((sum, each) => sum + (each.by === by ? (each.ms ?? 0) : 0), 0);
  const person = sumOf('person');
  const network = sumOf('network');
  return (
    <section aria-labelledby="stations">
      <h2 className="group-title" id="stations">
        Stations
      </h2>
      <ol className="stations">
        {stations.map((station) => (
          <StationLine
            key={station.name}
            of={meaningOfStation(station, report.findings)}
            name={station.name}
            time={timeOf(station)}
          >
            {station.note && <RichText>{station.note}</RichText>}
            {station.check !== null && failed.has(station.check) && (
              <>
                {' '}
                <button type="button" className="link-button" onClick={() => jumpTo(`finding-${station.check}`)}>
                  See why<span className="unseen">: {station.name}</span>
                </button>
              </>
            )}
          </StationLine>
        ))}
      </ol>
      {person + network > 0 && (
        <p className="small subtle stations-sum">
          {[
            person > 0 ? `${numbers.format(person / 1000)} s of a person` : null,
            network > 0 ? `${numbers.format(Math.round(network))} ms of the network` : null,
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
      )}
    </section>
  );
};
