import { addressCauses, factsOfTheServer, silenceUpTo } from '../causes';
import { waitOf } from '../date-words';
import { type Check, defineCheck, fail, type Judgement, notApplicable, type Particulars, pass } from '../define-check';
import type { Given, NetworkFailure } from '../evidence';
import { ownWords, type Values } from '../say';

type Kind = NetworkFailure['kind'];
type Sight = { failure: NetworkFailure; values: Values; given: Given };

type NoAnswer = Pick<Check, 'id' | 'title' | 'heading' | 'why' | 'fix'> & {
  kind: Kind;
  handOver?: string;
  /** What is told of this failure. */
  found: (sight: Sight) => { text: string; values?: Values; particulars?: Particulars };
};

/**
 * A check that names one way in which no answer came. Of all ways exactly one applies to a run, so each is a
 * consequence of any other, and nothing that needs an answer is judged beside it.
 */
export const noAnswer = ({ kind, found, ...texts }: NoAnswer) =>
  defineCheck({
    ...texts,
    area: 'address',
    severity: 'blocker',
    needs: ['address', 'discovery'],
    explains: factsOfTheServer,
    after: [...addressCauses, ...silenceUpTo(texts.id)],
    evaluate({ address, discovery }, given): Judgement {
      // Forge calls https only: over http nothing was asked, whatever failed. scheme-insecure says so.
      if (given.from === 'cloud' && address.scheme === 'http') return notApplicable(httpFromCloud);
      if (discovery.answered || discovery.failure.kind !== kind) return pass();
      const { failure } = discovery;
      const values = {
        failedHost: failure.host,
        port: ownWords(String(failure.port)),
        waited: ownWords(waitOf(failure.milliseconds)),
        code: failure.code ?? ownWords('no code'),
        proxy: failure.proxy ?? '',
      };
      const told = found({ failure, values, given });
      return fail(told.text, { ...values, ...told.values }, told.particulars);
    },
  });

const httpFromCloud = 'Over http nothing can be asked from the cloud.';
