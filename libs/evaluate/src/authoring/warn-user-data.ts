import type { Pack, PackProblem, Rule } from '../packs/index.ts';
import { fileOfRule, parsedFile, problemAt } from './pack-place.ts';

/** Rules, and tables once, whose decidedBy does not go with the facts that they read. */
export function warnUserData(pack: Pack): readonly PackProblem[] {
  const files = new Map(pack.rules.map((rule) => [fileOfRule(rule.id, rule.row !== undefined), rule]));
  return [...files].flatMap(([file, rule]) => warnRule(pack, file, rule));
}

function warnRule(pack: Pack, file: string, { facts, decidedBy }: Rule): readonly PackProblem[] {
  const changing = [...facts].find(([, fact]) => fact.changedByUserData);
  if (decidedBy === 'image+userdata')
    return changing === undefined ? [problemAt(pack, file, ['decidedBy'], 'user data change none of the facts that the rule reads; leave decidedBy out')] : [];
  const { decidedBy: written } = parsedFile(pack, file) as { readonly decidedBy?: string };
  if (changing === undefined || written !== undefined) return [];
  const [variable, { name }] = changing;
  const message = `user data can change ${name}; say decidedBy: image+userdata, or decidedBy: image to judge the image alone`;
  return [problemAt(pack, file, ['facts', variable], message)];
}
