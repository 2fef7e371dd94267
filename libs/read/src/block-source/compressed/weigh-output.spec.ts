import { expect, it } from 'vitest';
import { weigh } from './weigh-output.ts';

it('counts bytes, and zeros a sixteenth', () => {
  expect(weigh([Buffer.alloc(1000, 1), Buffer.alloc(200_000, 1)])).toBe(201_000);
  expect(weigh([Buffer.alloc(160_000)])).toBe(10_000);
  expect(weigh([Buffer.concat([Buffer.alloc(65_536), Buffer.of(1)])])).toBe(4097);
});
