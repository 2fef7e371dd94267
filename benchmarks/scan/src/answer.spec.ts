import { expect, it } from 'vitest';
import { answerOf, commonAnswer } from './answer.ts';

it('an answer is its lines in any order', () => {
  expect(answerOf(['b', 'a'])).toEqual(answerOf(['a', 'b']));
  expect(answerOf(['a', 'b']).lines).toBe(2);
  expect(answerOf(['a', 'a']).sha256).not.toBe(answerOf(['a']).sha256);
});

it.each([
  { what: 'the same everywhere', answers: [answerOf(['a']), answerOf(['a'])], expected: answerOf(['a']) },
  { what: 'another one', answers: [answerOf(['a']), answerOf(['b'])], expected: undefined },
  { what: 'one that is missing', answers: [answerOf(['a']), undefined], expected: undefined },
  { what: 'nothing, which anybody finds', answers: [answerOf([]), answerOf([])], expected: undefined },
  { what: 'no program', answers: [], expected: undefined },
])('$what', ({ answers, expected }) => {
  expect(commonAnswer(answers)).toEqual(expected);
});
