import { describe, expect, it } from 'vitest';
import { derivedGuid } from './derived-guid.ts';

const build = { timestamp: '1758000000', variant: 'aws-k8s-1.36', architecture: 'x86_64' };

describe('derivedGuid', () => {
  // printf '1758000000|aws-k8s-1.36|x86_64|TARGET' | sha256sum, put into shape by hand.
  it.each([
    ['gpt-disk-os', '57ca7881-580c-4166-882d-390ec8acb99f'],
    ['gpt-part-root-a', '87221797-8f98-48b7-98a4-3390cde49109'],
    ['gpt-part-boot-a', '0904be67-cf45-485f-bf59-6ccbf343c968'],
    ['gpt-part-efi-b', '00d70934-db84-49fa-a57f-0e8bac47e78e'],
    ['root-erofs', '25359c4b-52e1-4df2-839d-b46c393d008b'],
  ])('%s', (target, expected) => {
    expect(derivedGuid(build, target)).toBe(expected);
  });
});
