import { parseUnitPath } from './unit-path.ts';
import { resolveSpecifiers } from './unit-specifiers.ts';

const MAX_NAME = 255;

/** LoadCredential= and LoadCredentialEncrypted= (systemd src/core/load-fragment.c, `config_parse_load_credential`): the later one of a name holds. */
export class LoadCredentials {
  readonly #encrypted = new Map<string, boolean>();

  assign(value: string, encrypted: boolean, unit: string): void {
    if (value === '') this.#encrypted.clear();
    const [, name = '', source = ''] = /^((?:\\[\s\S]|[^\\:])*)(?::([\s\S]*))?$/.exec(value) ?? [];
    const id = resolveSpecifiers(name.replaceAll(/\\([\s\S])/g, '$1'), unit);
    if (isCredentialName(id) && isSource(resolveSpecifiers(source, unit))) this.#encrypted.set(id, encrypted);
  }

  get hasEncrypted(): boolean {
    return [...this.#encrypted.values()].includes(true);
  }
}

/** A path, or a credential that the manager has; none at all is the one of that very name. */
function isSource(text: string): boolean {
  return text === '' || (text.startsWith('/') ? parseUnitPath(text) === text : isCredentialName(text));
}

/** A file name in printable ASCII without colons (src/shared/creds-util.c, `credential_name_valid`). */
function isCredentialName(name: string): boolean {
  return name !== '.' && name !== '..' && name.length <= MAX_NAME && /^[\x20-\x2e\x30-\x39\x3b-\x7e]+$/.test(name);
}
