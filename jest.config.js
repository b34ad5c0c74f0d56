export default {
  testEnvironment: '<rootDir>/test/support/environment.ts',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' }, sourceMaps: true },
    ],
  },
  globalSetup: '<rootDir>/test/support/start-postgres.ts',
  globalTeardown: '<rootDir>/test/support/stop-postgres.ts',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/data'],
  reporters: ['default', '<rootDir>/test/support/count-reporter.mjs'],
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  // A bound against hanging, for every test alike: how fast a machine is, is no matter of tests.
  testTimeout: process.env.CI ? 900_000 : 240_000,
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
};
