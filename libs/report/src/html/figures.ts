/** `2147483648` → `2,147,483,648` */
export function groupDigits(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** For SVG coordinates: at most two decimals, the same text on every machine. */
export function coordinate(number: number): number {
  return Math.round(number * 100) / 100;
}
