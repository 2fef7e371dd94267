import { FormatError } from '@staticfire/read/bytes';
import type { PolicyAssertion } from '../assertions/index.ts';
import { CheckSection } from './check-section.ts';
import { checkTypes } from './check-types.ts';
import { parseIni } from './parse-ini.ts';

const COMMON = ['check_type', 'desc', 'disable'];

/** One check of a configuration of setools' sechecker. */
export interface SecheckerCheck {
  /** The section's. */
  readonly name: string;
  readonly description?: string;
  /** Why the check does not run. */
  readonly disabled?: string;
  readonly assertion: PolicyAssertion;
}

export interface SecheckerChecks {
  /** In the order of the file. */
  readonly assertions: readonly SecheckerCheck[];
}

/**
 * The checks of an INI file for sechecker (setools 4.4 to 4.7) as assertions that say the same. A file that sechecker does not take is a FormatError; a type
 * of check, an option or a name that is not known here is an UnsupportedError; both name section, option and line. No check is left out.
 */
export function readSechecker(text: string, file: string): SecheckerChecks {
  const ini = parseIni(text, file);
  if (ini.sections.length === 0) throw new FormatError({ structure: file, message: 'it has no checks' });
  return { assertions: ini.sections.map((section) => readCheck(new CheckSection(file, ini, section))) };
}

function readCheck(section: CheckSection): SecheckerCheck {
  const word = section.text('check_type');
  if (word === undefined) throw section.error(undefined, 'the option check_type is missing');
  if (!Object.hasOwn(checkTypes, word)) throw section.unsupported('check_type', `${word} is not known; known are ${Object.keys(checkTypes).join(', ')}`);
  const { options, read } = checkTypes[word]!;
  section.checkOptions(word, [...COMMON, ...options]);
  const [description, disabled] = [section.text('desc'), section.text('disable')];
  return {
    name: section.name,
    ...(description === undefined ? {} : { description }),
    ...(disabled === undefined ? {} : { disabled }),
    assertion: read(section),
  };
}
