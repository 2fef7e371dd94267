import { coversRule, type Pack, type PackProblem } from '../packs/index.ts';
import { rowsWithoutCase } from '../rules/check-cases.ts';
import { fileOfRule, parsedFile, partsOf, problemAt } from './pack-place.ts';
import { parametersOf } from './parameters-of.ts';
import { warnUserData } from './warn-user-data.ts';

/**
 * What is no error in packs but deserves a look: rows of tables that no case runs on, parameters that no expression reads, rules that no
 * control or profile names although a framework builds on their pack, rules that leave open whether user data count. `all` are the packs that
 * were loaded with them.
 */
export function lintPacks(packs: readonly Pack[], all: readonly Pack[]): readonly PackProblem[] {
  return packs.flatMap((pack) => [...warnRows(pack), ...warnParameters(pack), ...warnUnnamed(pack, all), ...warnUserData(pack)]);
}

function warnRows(pack: Pack): readonly PackProblem[] {
  return rowsWithoutCase(pack).map((id) => {
    const { name } = partsOf(id);
    const file = fileOfRule(id, true);
    const index = rowsInFile(pack, file).indexOf(name);
    return problemAt(pack, file, ['rows', Math.max(0, index)], `no case runs on row ${name}; nothing shows that it is right`);
  });
}

/** Row ids in the order of the file; rules are sorted. */
function rowsInFile(pack: Pack, file: string): readonly string[] {
  const value = parsedFile(pack, file) as { readonly rows?: readonly { readonly id: string }[] } | undefined;
  return (value?.rows ?? []).map(({ id }) => id);
}

function warnParameters(pack: Pack): readonly PackProblem[] {
  const read = new Set(pack.rules.flatMap(parametersOf));
  return [...pack.parameters.declarations.keys()]
    .filter((name) => !read.has(name))
    .map((name) => problemAt(pack, 'pack.yaml', ['parameters', name], `no rule reads params.${name}`));
}

/** One warning for the pack: a rule pack may well say more than any one framework asks. */
function warnUnnamed(pack: Pack, all: readonly Pack[]): readonly PackProblem[] {
  const frameworks = all.filter(
    ({ id, requires, controls, profiles }) => (id === pack.id || requires.includes(pack.id)) && controls.length + profiles.length > 0,
  );
  if (frameworks.length === 0) return [];
  const named = frameworks.flatMap(({ controls, profiles }) => [...controls, ...profiles].flatMap(({ rules }) => rules));
  const unnamed = pack.rules.map(({ id }) => id).filter((id) => !named.some((word) => coversRule(word, id)));
  if (unnamed.length === 0) return [];
  const message = `${unnamed.length} of ${pack.rules.length} rules are named by no control or profile of ${frameworks.map(({ id }) => id).join(', ')}: ${unnamed.join(', ')}`;
  return [problemAt(pack, 'pack.yaml', ['id'], message)];
}
