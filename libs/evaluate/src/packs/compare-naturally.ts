/** Orders `1.2` before `1.10`: runs of digits compare as numbers, the rest by code unit. */
export function compareNaturally(a: string, b: string): number {
  const [left, right] = [split(a), split(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = comparePart(left[index]!, right[index]!);
    if (order !== 0) return order;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

function split(text: string): readonly string[] {
  return text.match(/[0-9]+|[^0-9]+/g) ?? [];
}

function comparePart(a: string, b: string): number {
  const numbers = /^[0-9]/.test(a) && /^[0-9]/.test(b);
  if (numbers) return Number(a) - Number(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
