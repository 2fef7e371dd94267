import type { ConstraintRecipe, LevelRecipe, PolicyRecipe, RuleRecipe } from './policy-recipe.ts';
import { smallPolicy } from './small-policy.ts';
import { writePolicy } from './write-policy.ts';

const PARENT = 1;
const CHILD = 2;
const GRANDCHILD = 3;
const OBJECT = 4;
const BOUNDED_OBJECT = 5;
const EVERYTHING = 6;
const TYPES = [PARENT, CHILD, GRANDCHILD, OBJECT, BOUNDED_OBJECT];
const SENSITIVITIES = 3;
const CATEGORIES = [1, 2, 3, 4, 5, 6];
const [PROCESS, FILE] = [1, 2];

const [NOT, AND, OR] = [{ node: 1 }, { node: 2 }, { node: 3 }];
const compare = (attribute: number, operator: number) => ({ node: 4, attribute, operator });
const named = (attribute: number, operator: number, names: readonly number[]) => ({ node: 5, attribute, operator, names });

/** Every attribute with every operator that it can have; then lists of names of either context; then expressions. */
const EXPRESSIONS: readonly ConstraintRecipe['expression'][] = [
  ...[1, 4].flatMap((attribute) => [1, 2].map((operator) => [compare(attribute, operator)])),
  ...[2, 32, 64, 128, 256, 512, 1024].flatMap((attribute) => [1, 2, 3, 4, 5].map((operator) => [compare(attribute, operator)])),
  ...[1, 2, 4].flatMap((kind) => [0, 8].flatMap((place) => [1, 2].map((operator) => [named(kind | place, operator, [1, 2])]))),
  [compare(1, 1), compare(32, 3), AND],
  [compare(1, 1), compare(256, 1), NOT, OR],
  [compare(2, 1), named(4, 1, [PARENT]), OR, compare(32, 4), AND, NOT],
];

/** The same with lists of names of the process. */
const TRANSITIONS = [...EXPRESSIONS.filter((_, index) => index % 7 === 0), ...[1, 2, 4].map((kind) => [named(kind | 16, 1, [1, 3])])];

const PERMISSIONS = 32;
/** As many classes as it takes to have each expression guard one permission alone. */
const CLASSES = Math.ceil(EXPRESSIONS.length / PERMISSIONS);
const names = (count: number) => Array.from({ length: count }, (_, bit) => [`p${bit}`, bit + 1] as const);

/** `file` and so on, every permission behind a constraint of its own. */
function guardedClasses(): PolicyRecipe['classes'] {
  return Array.from({ length: CLASSES }, (_, index) => {
    const own = EXPRESSIONS.slice(index * PERMISSIONS, (index + 1) * PERMISSIONS);
    const constraints = own.map((expression, bit) => ({ permissions: 2 ** bit, expression }));
    const transition = TRANSITIONS.filter((_each, at) => at % CLASSES === index).slice(0, 4);
    const validateTransitions = transition.map((expression) => ({ permissions: 0, expression }));
    return { name: `guarded${index}`, value: 3 + index, permissionCount: PERMISSIONS, permissions: names(PERMISSIONS), constraints, validateTransitions };
  });
}

const allow = (source: number, target: number, tclass: number, data: number): RuleRecipe => ({ source, target, tclass, specified: 1, data });

/**
 * A binary policy in which every step of a decision denies something: all operators of constraints, roles that may not change into each other, types that
 * are bounded twice by ones that may do less, and targets that are bounded; or the same types without bounds.
 */
export function decisionsPolicy({ bounded }: { readonly bounded: boolean }): Buffer {
  const levels = Array.from({ length: SENSITIVITIES }, (_, index) => ({ name: `s${index}`, level: { sensitivity: index + 1, categories: CATEGORIES } }));
  const range: readonly [LevelRecipe, LevelRecipe] = [
    { sensitivity: 1, categories: [] },
    { sensitivity: SENSITIVITIES, categories: CATEGORIES },
  ];
  const bounds: Readonly<Record<number, number>> = bounded ? { [CHILD]: PARENT, [GRANDCHILD]: CHILD, [BOUNDED_OBJECT]: OBJECT } : {};
  const object = { user: 1, role: 1, type: OBJECT, range: [range[0]] as const };
  return writePolicy({
    ...smallPolicy,
    permissive: [],
    commons: [],
    classes: [
      { name: 'process', value: PROCESS, permissionCount: 4, permissions: [['fork', 1], ['transition', 2], ['signal', 3], ['dyntransition', 4]] }, // biome-ignore format: one line
      { name: 'file', value: FILE, permissionCount: 4, permissions: names(4) },
      ...guardedClasses(),
    ],
    roles: [
      { name: 'object_r', value: 1, dominates: [1], types: [] },
      ...[2, 3, 4].map((value) => ({ name: `role${value}`, value, dominates: value === 3 ? [2, 3] : [value], types: TYPES })),
    ],
    types: [
      ...TYPES.map((value) => ({ name: `type${value}`, value, properties: 1, ...(bounds[value] === undefined ? {} : { bounds: bounds[value] }) })),
      { name: 'everything', value: EVERYTHING, properties: 3 },
    ],
    users: [1, 2, 3].map((value) => ({ name: `user${value}`, value, roles: [1, 2, 3, 4], range, level: range[0] })),
    levels,
    categories: CATEGORIES.map((value) => ({ name: `c${value - 1}`, value })),
    rules: [
      ...guardedClasses().map(({ value }) => allow(EVERYTHING, EVERYTHING, value, 0xffffffff)),
      allow(EVERYTHING, EVERYTHING, PROCESS, 0b1111),
      allow(PARENT, OBJECT, FILE, 0b0111),
      allow(CHILD, OBJECT, FILE, 0b1011),
      allow(GRANDCHILD, EVERYTHING, FILE, 0b1111),
      allow(CHILD, BOUNDED_OBJECT, FILE, 0b1101),
    ],
    conditionals: [],
    booleans: [],
    roleTransitions: [],
    roleAllows: [
      [2, 3],
      [3, 4],
    ],
    filenameTransitions: [],
    rangeTransitions: [],
    initialSids: [[1, object]],
    ports: [],
    fsUses: [],
    genfs: [],
    attributes: [...TYPES.map((value) => [value, EVERYTHING]), [EVERYTHING]],
  });
}
