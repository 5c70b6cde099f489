import { noAnswer } from './no-answer';

/** No name server gave an answer, neither yes nor no. */
export const nameServiceSilent = noAnswer({
  id: 'name-service-silent',
  kind: 'name-service-silent',
  title: 'Name service',
  heading: 'No name server answers',
  why: 'The name of Casdoor could not be looked up from here, so nothing was learnt about Casdoor itself.',
  fix: 'Look whether this computer is connected and whether its DNS server runs. Then check again.',
  found: ({ given }) => ({
    text: 'No name server answered for {failedHost} within {waited} ({code}).',
    particulars: {
      headline: {
        text:
          given.from === 'cloud'
            ? 'Casdoor could not be found from the cloud'
            : 'Casdoor could not be found from this computer',
        values: {},
      },
    },
  }),
});
