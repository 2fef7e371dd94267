import type { UnitName } from '../names/unit-name.ts';
import { unescapeUnitPath, unescapeUnitText } from '../names/unit-path.ts';

/** What specifiers tell of a unit. */
export interface SpecifierUnit {
  readonly name: UnitName;
  /** Its file without symlinks. */
  readonly realPath?: string;
}

export interface Expanded {
  readonly text: string;
  /** It has specifiers that only the node decides (`%H`, `%m`, `%b` …), or of a template those of its instances; they stand as written. */
  readonly open: boolean;
}

/** systemd.unit(5), "Specifiers": what the image decides for the system manager. */
const FIXED: Readonly<Record<string, string>> = {
  C: '/var/cache',
  E: '/etc',
  G: '0',
  L: '/var/log',
  S: '/var/lib',
  T: '/tmp',
  U: '0',
  V: '/var/tmp',
  g: 'root',
  h: '/root',
  t: '/run',
  u: 'root',
};
/** What the node decides, or other facts than units: architecture, boot, release, host, kernel, the shell of root, control groups. */
const OPEN = new Set('aAbBHlqmMovwWscrR');
/** What only an instance of a template decides. */
const OF_INSTANCES = new Set('iIfnNd');
/** What unit_name_printf takes: the others are unknown in names of units. */
const IN_NAMES = new Set('ijnNpaAbBHlqmMovwWgGuU');
const POSSIBLE = /^[0-9A-Za-z]$/;

/** Text with its specifiers replaced; one that does not exist, or whose name cannot be unescaped, makes systemd refuse it → undefined. */
export function expandSpecifiers(text: string, unit: SpecifierUnit, place: 'text' | 'unit-name' = 'text'): Expanded | undefined {
  if (!text.includes('%')) return { text, open: false };
  let expanded = '';
  let open = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] === '%' ? text[++at] : undefined;
    if (sign === undefined) expanded += text[at] ?? '%';
    else if (sign === '%') expanded += '%';
    else if (!POSSIBLE.test(sign)) expanded += `%${sign}`;
    else if (place === 'unit-name' && !IN_NAMES.has(sign)) return undefined;
    else if (OPEN.has(sign) || (place === 'text' && unit.name.kind === 'template' && OF_INSTANCES.has(sign))) {
      expanded += `%${sign}`;
      open = true;
    } else {
      const value = FIXED[sign] ?? specifierOf(sign, unit);
      if (value === undefined) return undefined;
      expanded += value;
    }
  }
  return { text: expanded, open };
}

function specifierOf(sign: string, { name, realPath }: SpecifierUnit): string | undefined {
  const last = name.prefix.slice(name.prefix.lastIndexOf('-') + 1);
  switch (sign) {
    case 'i':
      return name.instance ?? '';
    case 'I':
      return unescapeUnitText(name.instance ?? '');
    case 'j':
      return last;
    case 'J':
      return unescapeUnitText(last);
    case 'n':
      return name.name;
    case 'N':
      return name.name.slice(0, -name.type.length - 1);
    case 'p':
      return name.prefix;
    case 'P':
      return unescapeUnitText(name.prefix);
    case 'f':
      return unescapeUnitPath(name.instance ?? name.prefix);
    case 'y':
      return realPath;
    case 'Y':
      return realPath?.slice(0, realPath.lastIndexOf('/'));
    case 'd':
      return `/run/credentials/${name.name}`;
    default:
      return undefined;
  }
}
