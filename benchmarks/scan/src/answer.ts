import { createHash } from 'node:crypto';

/** What a program found out, in short. */
export interface Answer {
  readonly lines: number;
  /** Of the sorted lines. */
  readonly sha256: string;
}

export function answerOf(lines: readonly string[]): Answer {
  return {
    lines: lines.length,
    sha256: createHash('sha256')
      .update([...lines].sort().join('\n'))
      .digest('hex'),
  };
}

/** The one answer of all; undefined when one is missing or empty, or differs. */
export function commonAnswer(answers: readonly (Answer | undefined)[]): Answer | undefined {
  const [first] = answers;
  return first !== undefined && first.lines > 0 && answers.every((each) => each?.sha256 === first.sha256) ? first : undefined;
}
