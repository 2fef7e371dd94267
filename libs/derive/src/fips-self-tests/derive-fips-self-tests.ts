import { defineDerivation } from '../derivation.ts';
import { lookupNeeds } from '../module-lookup/module-lookup.ts';
import { type FipsSelfTests, fipsSelfTests } from './fips-self-tests.schema.ts';
import { resolveSelfTestModules } from './self-test-modules.ts';
import { describeSelfTestUnits, findUnit, readable, selfTestNeeds } from './self-test-units.ts';

export const deriveFipsSelfTests = defineDerivation({
  fact: fipsSelfTests,
  needs: { ...selfTestNeeds, ...lookupNeeds },
  derive({ units, files, boot, modprobe, index }): FipsSelfTests | undefined {
    const described = describeSelfTestUnits({ units, files, boot });
    if (described === undefined) return undefined;
    const [first] = readable(boot?.stages ?? []);
    return {
      ...(first === undefined ? {} : { target: first.asked }),
      units: described,
      modules: resolveSelfTestModules(findUnit(units, 'check-fips-modules.service'), { modprobe, index }),
    };
  },
});
