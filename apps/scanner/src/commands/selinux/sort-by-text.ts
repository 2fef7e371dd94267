/** By a text of each, in code units. */
export function sortByText<T>(answers: readonly T[], textOf: (answer: T) => string): T[] {
  const keyed = answers.map((answer) => ({ answer, key: textOf(answer) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key))).map(({ answer }) => answer);
}
