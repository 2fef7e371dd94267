import { defineDerivation } from '../derivation.ts';
import { type FipsSelfTests, fipsSelfTests } from './fips-self-tests.schema.ts';
import { moduleNeeds, resolveSelfTestModules } from './self-test-modules.ts';
import { describeSelfTestUnits, findUnit, readable, selfTestNeeds } from './self-test-units.ts';

export const deriveFipsSelfTests = defineDerivation({
  fact: fipsSelfTests,
  needs: { ...selfTestNeeds, ...moduleNeeds },
  derive({ units, files, boot, modprobe, index }): FipsSelfTests | undefined {
    const described = describeSelfTestUnits({ units, files, boot });
    if (described === undefined) return undefined;
    const [first] = readable(boot?.stages ?? []);
    return {
      ...(first === undefined ? {} : { target: first.asked }),
      units: described,
      modules: resolveSelfTestModules(findUnit(units, 'check-fips-modules.service'), modprobe, index),
    };
  },
});
