import { RE2JS } from 're2js';

const MAX_PATTERN_LENGTH = 1000;
const compiled = new Map<string, RE2JS>();

/** Why a pattern is no regular expression of RE2's. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH) return `the pattern has more than ${MAX_PATTERN_LENGTH} characters`;
  try {
    compilePattern(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether the pattern matches somewhere in the text, in time linear in both. */
export function matchesPattern(text: string, pattern: string): boolean {
  return compilePattern(pattern).matcher(text).find();
}

/** Patterns are literals of packs, so there are not more of them than the packs hold. */
function compilePattern(pattern: string): RE2JS {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    expression = RE2JS.compile(pattern);
    compiled.set(pattern, expression);
  }
  return expression;
}
