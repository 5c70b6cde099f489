import type { TargetFailure } from '../../contract/apply';
import { type Check, defineCheck, fail, pass } from '../define-check';
import { ownWords } from '../say';

type ReadingCheck = Pick<Check, 'id' | 'title' | 'heading' | 'why' | 'fix'> & {
  codes: readonly TargetFailure['code'][];
  headline?: string;
};

/**
 * Why the settings of the plugin could not be read. What was answered is told apart where it is read, with its one
 * remedy; here each reason has its name and its weight.
 */
export const readingCheck = ({ codes, headline, ...words }: ReadingCheck) =>
  defineCheck({
    ...words,
    area: 'plugin',
    severity: 'blocker',
    needs: ['pluginReading'],
    explains: ['pluginReading'],
    evaluate({ pluginReading: { failure } }) {
      if (failure === null || !codes.includes(failure.code)) return pass();
      return fail(
        '{message}',
        { message: ownWords(failure.message) },
        {
          headline: { text: headline ?? 'The settings of the plugin cannot be read', values: {} },
          fix: { text: '{remedy}', values: { remedy: ownWords(failure.remedy) } },
        },
      );
    },
  });

/** Checks of which one has failed where the settings could not be read. */
export const readingCauses = [
  'plugin-unreachable',
  'plugin-missing',
  'plugin-password-colon',
  'basic-auth-blocked',
  'plugin-credentials-wrong',
  'plugin-not-administrator',
  'plugin-document-unknown',
];
