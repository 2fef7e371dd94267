import { writeSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule, TestSuite } from 'vitest/node';

const STDOUT = 1;
/** `describeOracle` puts the Debian packages that are missing into the suite's name. */
const MISSING_TOOLS = /\(install: ([^)]+)\)$/;

export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
}

/** Lists oracle suites that were skipped, and ends the output with `N passed, N failed, N skipped`. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const text = `${describeSkippedOracles(findSuiteNames(modules))}${describeOutcome(countOutcome(modules, unhandled))}\n`;
    // Other reporters and vitest itself print until the process ends.
    process.once('exit', () => writeSync(STDOUT, text));
  }
}

export function describeOutcome({ passed, failed, skipped }: Outcome): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

export function describeSkippedOracles(names: readonly string[]): string {
  const skipped = names.filter((name) => MISSING_TOOLS.test(name));
  if (skipped.length === 0) return '';
  const packages = new Set(skipped.flatMap((name) => MISSING_TOOLS.exec(name)?.[1]?.split(' ') ?? []));
  const lines = ['Oracle suites skipped, their tools are missing:', ...skipped.map((name) => `  ${name}`)];
  return `${lines.join('\n')}\n  npm run oracles installs: ${[...packages].sort().join(' ')}\n\n`;
}

/** A file that does not load, a hook that throws and an error outside of tests each count as one failure. */
function countOutcome(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Outcome {
  const outcome = { passed: 0, failed: unhandled.length, skipped: 0 };
  for (const module of modules) {
    outcome.failed += module.errors().length;
    for (const suite of module.children.allSuites()) outcome.failed += suite.errors().length;
    for (const test of module.children.allTests()) outcome[stateOf(test)] += 1;
  }
  return outcome;
}

function stateOf(test: TestCase): keyof Outcome {
  const { state } = test.result();
  return state === 'pending' ? 'skipped' : state;
}

function findSuiteNames(modules: readonly TestModule[]): string[] {
  const suites: TestSuite[] = modules.flatMap((module) => [...module.children.allSuites()]);
  return suites.map(({ name }) => name);
}
