import { describe, expect, it } from 'vitest';
import { growth } from './fixtures/sample-results.ts';
import { chartName, growthChart } from './growth-chart.ts';

describe('growthChart', () => {
  const chart = growthChart(growth);

  it('the same figures give the same text', () => {
    expect(growthChart(structuredClone(growth))).toBe(chart);
    expect(chartName(growth)).toBe('growth-size.svg');
  });

  it('has a point and a bar for each figure, and a line for each kind', () => {
    // Three points and one of the legend, for warm and cold.
    expect(chart.match(/<circle /g)).toHaveLength(8);
    expect(chart.match(/stroke-dasharray/g)).toHaveLength(2);
    expect(chart).toContain('warm: 0.500 s + 0.500 s each');
  });

  it('places figures by their size: 4 GiB at the right edge, 5 s of 6 s high', () => {
    // x = 56 + 4/4 · (640 - 56 - 16); y = 320 - 40 - 5/6 · (320 - 32 - 40).
    expect(chart).toContain('<circle cx="624.0" cy="73.3"');
  });

  it('escapes what stands in titles', () => {
    expect(chart).toContain('<title>Size of the disk &lt;sparse&gt; &amp; all</title>');
    expect(chart).not.toContain('<sparse>');
  });
});
