import { expect, it } from 'vitest';
import { refuseNode } from './node-version.ts';

it.each(['20.20.2', '22.17.1', '0.12.18'])('refuses Node.js %s and says what is needed', (version) => {
  expect(refuseNode(version)).toBe(`this is Node.js ${version}; 22.18 or newer is needed`);
});

it.each(['22.18.0', '22.19.0', '24.0.0', process.versions.node])('takes Node.js %s', (version) => {
  expect(refuseNode(version)).toBeUndefined();
});
