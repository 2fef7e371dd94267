import type { Unit } from './bench-row.ts';

/** Three significant digits or more, never in powers: 0.00123, 0.408, 12.3, 1588. */
export function formatFigure(value: number): string {
  const digits = value === 0 ? 0 : Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(digits);
}

export function formatAmount(value: number, unit: Unit): string {
  return `${formatFigure(value)} ${unit}`;
}
