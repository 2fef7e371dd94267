/** Names of types; `-x` leaves x out, attributes stand for their members, aliases for their type, `*` for every type. */
export type NameSet = readonly string[];

/** Which members a set has to have: all that are given have to be true. An empty `exactly` or `at_most` stands for nobody. */
export interface SetExpectation {
  readonly exactly?: NameSet;
  readonly at_most?: NameSet;
  readonly at_least?: NameSet;
}

/** Permissions by class or by class map; one name or several, `*` for all and `-x` for all but x. */
export type AccessSet = Readonly<Record<string, string | readonly string[]>>;

export interface Leniency {
  /** Names that the policy does not define are passed over instead of being an error. */
  readonly missing?: 'ok';
  /** Sets that stand for nothing are no error. */
  readonly empty?: 'ok';
}
