import { isUnreadable } from '@staticfire/facts';
import { defineDerivation } from '../derivation.ts';
import { lookUpModule, lookupNeeds } from '../module-lookup/module-lookup.ts';
import { askingNeeds, modulesAskedFor } from './modules-asked-for.ts';
import { type ModulesLoadEffective, modulesLoadEffective } from './modules-load-effective.schema.ts';

export const deriveModulesLoadEffective = defineDerivation({
  fact: modulesLoadEffective,
  needs: { ...askingNeeds, ...lookupNeeds },
  derive({ files, words, ...facts }): ModulesLoadEffective {
    const asked = modulesAskedFor(files, words, facts.modprobe);
    const modules = asked.map((each) => {
      if (isUnreadable(each)) return each;
      const found = lookUpModule(each.name, facts, 'of-all');
      return isUnreadable(found) ? found : { ...each, ...found };
    });
    return { modules };
  },
});
