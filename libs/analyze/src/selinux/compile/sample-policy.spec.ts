import { bottlerocketPolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { searchText } from '../index.ts';
import { SamplePolicy } from './sample-policy.ts';

const sample = new SamplePolicy(bottlerocketPolicy());
const allowed = (change = {}) =>
  searchText(sample.policy(change), { kinds: ['allow'], source: 'api_t', sourceDirect: true, target: 'private_t', classes: ['file'] });

describe('a sample policy', () => {
  it('gets statements more', () => {
    expect(allowed({ cil: '(allow api_t private_t (file (execmod)))' })).toEqual(['allow api_t private_t:file execmod;']);
    expect(allowed()).toEqual([]);
  });

  it('loses statements', () => {
    expect(sample.policy().header.capabilities).toContain('open_perms');
    expect(sample.policy({ without: ['(policycap open_perms)'] }).header.capabilities).not.toContain('open_perms');
    expect(sample.policy({ without: ['(policycap '] }).header.capabilities).toEqual([]);
  });

  it.each([
    [{ without: ['(policycap nothing)'] }, 'one that starts with (policycap nothing)'],
    [{ cil: '(allow' }, 'change'],
    [{ cil: '(allow api_t nobody_t (file (read)))' }, 'nobody_t'],
  ])('refuses %j', (change, message) => {
    expect(() => sample.policy(change)).toThrow(message);
  });
});
