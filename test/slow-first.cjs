const { default: Sequencer } = require('@jest/test-sequencer');

/** Folders whose tests start processes and servers. */
const slow = ['apply', 'local', 'directory/chain', 'resolvers', 'targets'];

/**
 * On a clean checkout jest knows no times and goes by the size of a file, so that what takes minutes would begin last, with
 * the other worker idle.
 */
module.exports = class SlowFirst extends Sequencer {
  sort(tests) {
    const isSlow = ({ path }) => slow.some((folder) => path.includes(`/test/${folder}/`));
    const sorted = [...super.sort(tests)];
    return [...sorted.filter(isSlow), ...sorted.filter((each) => !isSlow(each))];
  }
};
