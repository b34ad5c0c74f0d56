/** The last line of a run, alone and plain, for whoever reads it by program: `N passed, N failed, N skipped`. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const { numPassedTests: passed, numPendingTests, numTodoTests } = results;
    // A file that could not even be loaded has no failed test of its own; "0 failed" would not be true.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // Jest puts its own summary after every other reporter, whatever their order.
    process.once('exit', () => {
      process.stdout.write(`\n${passed} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped\n`);
    });
  }
}
