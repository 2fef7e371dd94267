import { kindSchema, namesSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency, NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** No type is permissive, nor one of which denials are never audited. */
export interface NoPermissiveAssertion extends Leniency {
  readonly assert: 'no_permissive';
  readonly exempt?: NameSet;
}

export const noPermissiveSchema = kindSchema('no_permissive', { exempt: namesSchema('types that may be permissive', 0) }, []);

export function decideNoPermissive(scope: AssertionScope, { exempt = [] }: NoPermissiveAssertion): ViolationDraft[] {
  const exempted = scope.exempted(exempt);
  const { types, header, neverAuditTypes } = scope.policy;
  const violations = (values: readonly number[], keyword: string, message: string) =>
    values
      .filter((value) => exempted[value] !== 1)
      .map((value) => {
        const source = types.nameOf(value);
        return { subject: source, message, source, rules: () => [`${keyword} ${source};`] };
      });
  return [
    ...violations(header.permissiveTypes, 'permissive', 'it is permissive: nothing is denied to it'),
    ...violations(neverAuditTypes, 'neveraudit', 'its denials are never audited'),
  ];
}
