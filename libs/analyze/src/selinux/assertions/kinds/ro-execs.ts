import { kindSchema, namesSchema, rulesSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency, NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';
import { usedFiles, writableFiles } from './writable-files.ts';

/** No file that a domain may execute can be written by any domain: `ro_execs` of setools' sechecker. */
export interface RoExecsAssertion extends Leniency {
  readonly assert: 'ro_execs';
  readonly exempt_file?: NameSet;
  readonly exempt_exec_domain?: NameSet;
  readonly exempt_write_domain?: NameSet;
  /** Which conditional rules count; `any` unless given. */
  readonly rules?: 'any' | 'default';
}

export const roExecsSchema = kindSchema(
  'ro_execs',
  {
    exempt_file: namesSchema('files that may be both', 0),
    exempt_exec_domain: namesSchema('domains whose executing does not count', 0),
    exempt_write_domain: namesSchema('domains whose writing does not count', 0),
    rules: rulesSchema,
  },
  [],
);

export function decideRoExecs(scope: AssertionScope, assertion: RoExecsAssertion): ViolationDraft[] {
  const { exempt_file: exemptFiles = [], exempt_exec_domain = [], exempt_write_domain = [], rules = 'any' } = assertion;
  const executed = usedFiles(scope, { exempt: exempt_exec_domain, exemptFiles, permissions: ['execute', 'execute_no_trans'], rules });
  return writableFiles(scope, executed, 'execute it', { exempt: exempt_write_domain, exemptFiles, rules });
}
