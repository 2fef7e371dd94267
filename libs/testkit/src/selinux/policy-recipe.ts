/** Sets are lists of values (from 1) unless a member says otherwise. */
export type Values = readonly number[];

export interface LevelRecipe {
  readonly sensitivity: number;
  readonly categories: Values;
}

/** One level, or a low and a high one. */
export type RangeRecipe = readonly LevelRecipe[];

export interface ContextRecipe {
  readonly user: number;
  readonly role: number;
  readonly type: number;
  readonly range: RangeRecipe;
}

export type PermissionRecipe = readonly [name: string, value: number];

/** `names` and the sets behind it are written for node 5 only. */
export interface ConstraintNodeRecipe {
  readonly node: number;
  readonly attribute?: number;
  readonly operator?: number;
  readonly names?: Values;
  readonly types?: Values;
  readonly flags?: number;
}

export interface ConstraintRecipe {
  readonly permissions: number;
  readonly expression: readonly ConstraintNodeRecipe[];
}

export interface ClassRecipe {
  readonly name: string;
  readonly value: number;
  readonly common?: string;
  /** The highest value of a permission. */
  readonly permissionCount: number;
  readonly permissions: readonly PermissionRecipe[];
  readonly constraints?: readonly ConstraintRecipe[];
  readonly validateTransitions?: readonly ConstraintRecipe[];
  /** User, role, range, type. */
  readonly defaults?: readonly [number, number, number, number];
}

export interface RuleRecipe {
  readonly source: number;
  readonly target: number;
  readonly tclass: number;
  readonly specified: number;
  /** As stored: inverted for a dontaudit. */
  readonly data?: number;
  readonly xperms?: { readonly kind: number; readonly driver: number; readonly bits: readonly number[] };
}

export interface ConditionalRecipe {
  readonly state: number;
  readonly expression: readonly (readonly [operator: number, boolean: number])[];
  readonly whenTrue: readonly RuleRecipe[];
  readonly whenFalse: readonly RuleRecipe[];
}

export interface FilenameTransitionRecipe {
  readonly name: string;
  readonly sources: Values;
  readonly target: number;
  readonly tclass: number;
  readonly newType: number;
}

export interface RangeTransitionRecipe {
  readonly source: number;
  readonly target: number;
  readonly tclass: number;
  readonly range: RangeRecipe;
}

/** Every number of a binary policy, so that a wrong one can be written where a right one belongs. */
export interface PolicyRecipe {
  readonly version: number;
  readonly config: number;
  /** Bit numbers. */
  readonly capabilities: readonly number[];
  readonly permissive: Values;
  readonly neverAudit: Values;
  /** Highest value of a table where it is not that of its records. */
  readonly highest: Readonly<Partial<Record<SymbolTableName, number>>>;
  readonly commons: readonly {
    readonly name: string;
    readonly value: number;
    readonly permissionCount: number;
    readonly permissions: readonly PermissionRecipe[];
  }[];
  readonly classes: readonly ClassRecipe[];
  readonly roles: readonly { readonly name: string; readonly value: number; readonly bounds?: number; readonly dominates: Values; readonly types: Values }[];
  /** Properties: 1 type, 3 attribute, 0 alias. */
  readonly types: readonly { readonly name: string; readonly value: number; readonly properties: number; readonly bounds?: number }[];
  readonly users: readonly {
    readonly name: string;
    readonly value: number;
    readonly bounds?: number;
    readonly roles: Values;
    readonly range: RangeRecipe;
    readonly level: LevelRecipe;
  }[];
  readonly booleans: readonly { readonly name: string; readonly value: number; readonly state: number }[];
  readonly levels: readonly { readonly name: string; readonly isAlias?: number; readonly level: LevelRecipe }[];
  readonly categories: readonly { readonly name: string; readonly value: number; readonly isAlias?: number }[];
  readonly rules: readonly RuleRecipe[];
  readonly conditionals: readonly ConditionalRecipe[];
  /** Role, type, new role, class. */
  readonly roleTransitions: readonly (readonly [number, number, number, number])[];
  readonly roleAllows: readonly (readonly [role: number, newRole: number])[];
  readonly filenameTransitions: readonly FilenameTransitionRecipe[];
  readonly initialSids: readonly (readonly [sid: number, context: ContextRecipe])[];
  readonly fileSystems: readonly (readonly [name: string, context: ContextRecipe, second: ContextRecipe])[];
  readonly ports: readonly (readonly [protocol: number, low: number, high: number, context: ContextRecipe])[];
  readonly interfaces: readonly (readonly [name: string, context: ContextRecipe, second: ContextRecipe])[];
  readonly nodes: readonly (readonly [address: readonly number[], mask: readonly number[], context: ContextRecipe])[];
  readonly fsUses: readonly (readonly [behaviour: number, name: string, context: ContextRecipe])[];
  readonly nodes6: readonly (readonly [address: readonly number[], mask: readonly number[], context: ContextRecipe])[];
  readonly infinibandPartitions: readonly (readonly [prefix: readonly number[], low: number, high: number, context: ContextRecipe])[];
  readonly infinibandPorts: readonly (readonly [device: string, port: number, context: ContextRecipe])[];
  readonly genfs: readonly (readonly [fileSystem: string, paths: readonly (readonly [path: string, tclass: number, context: ContextRecipe])[]])[];
  readonly rangeTransitions: readonly RangeTransitionRecipe[];
  /** By value of the types, from 1. */
  readonly attributes: readonly Values[];
}

export type SymbolTableName = 'commons' | 'classes' | 'roles' | 'types' | 'users' | 'booleans' | 'levels' | 'categories';
