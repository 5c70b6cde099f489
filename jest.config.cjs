const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
    },
    module: { type: 'commonjs' },
  },
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.[cm]?[jt]sx?$': swc },
  // jose, openid-client and others are ESM only; jest on Node 20 compiles them.
  transformIgnorePatterns: [],
  modulePathIgnorePatterns: ['<rootDir>/static/panel/dist', '<rootDir>/\\.cache'],
  testSequencer: '<rootDir>/test/slow-first.cjs',
  // Two cores: while one test waits for a process or a clock, the third has them.
  maxWorkers: 3,
  // Servers, keys and processes are real: on a machine that is busy they take longer than the usual five seconds.
  testTimeout: 60_000,
};
