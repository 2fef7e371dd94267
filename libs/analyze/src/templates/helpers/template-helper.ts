import type { TemplatePlace } from '../syntax/template-error.ts';
import type { TemplateValue } from '../values/template-value.ts';

/** An argument of a helper, with what it is in the template. */
export interface HelperArgument {
  readonly value: TemplateValue | undefined;
  readonly source: string;
}

export interface HelperCall {
  readonly arguments: readonly HelperArgument[];
  readonly place: TemplatePlace;
  /** As written. */
  readonly source: string;
  /** What only a node knows: one of two cases is gone through now. */
  readonly choose: (condition: string) => boolean;
}

/** A program of schnauzer or handlebars that makes a value of others. */
export interface TemplateHelper {
  /** `text` prints as it is; a `value` is escaped as others are. */
  readonly kind: 'text' | 'value';
  readonly arity: number | 'any';
  /** It fails when an argument is not set (handlebars-rust in strict mode). */
  readonly needsValues: boolean;
  /** It decides about open values itself. Others are open when something in an argument is. */
  readonly takesOpen: boolean;
  readonly apply: (call: HelperCall) => TemplateValue;
}
