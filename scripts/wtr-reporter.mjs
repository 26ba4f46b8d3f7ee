/**
 * Prints `N passed, N failed, N skipped` as the last line of a @web/test-runner run.
 * The runner's own summary leaves out files that did not load; here each counts as one failure.
 * @returns {import('@web/test-runner').Reporter}
 */
export function countingReporter() {
  return {
    stop({ sessions }) {
      let passed = 0;
      let failed = 0;
      let skipped = 0;
      for (const session of sessions) {
        const tests = testsOf(session.testResults);
        const failures = tests.filter((test) => !test.skipped && !test.passed).length;
        skipped += tests.filter((test) => test.skipped).length;
        passed += tests.filter((test) => !test.skipped && test.passed).length;
        // A file that failed with no failing test broke while loading or in a hook.
        failed += failures || (session.passed ? 0 : 1);
      }
      // On a line of its own, after the control codes of the runner.
      console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
    },
  };
}

/** All tests of a suite and of the suites inside it. */
function testsOf(suite) {
  return suite ? [...suite.tests, ...suite.suites.flatMap(testsOf)] : [];
}
