/** For the system manager. */
const FIXED: Readonly<Record<string, string>> = {
  '%': '%',
  C: '/var/cache',
  E: '/etc',
  L: '/var/log',
  S: '/var/lib',
  t: '/run',
  T: '/tmp',
  V: '/var/tmp',
  h: '/root',
  u: 'root',
  U: '0',
  g: 'root',
  G: '0',
};

/** The parts of a unit's name that specifiers stand for. */
interface NameParts {
  readonly withoutType: string;
  readonly prefix: string;
  readonly instance: string;
}

/**
 * Specifiers of a value (systemd.unit(5)) as far as the unit's name and the system manager decide them; those that a running node decides
 * (`%H`, `%m`) stay as they stand.
 */
export function resolveSpecifiers(text: string, unit: string): string {
  if (!text.includes('%')) return text;
  const parts = splitName(unit);
  return text.replaceAll(/%([A-Za-z%])/g, (whole, letter: string) => FIXED[letter] ?? fromName(letter, unit, parts) ?? whole);
}

function splitName(unit: string): NameParts {
  const withoutType = unit.replace(/\.[^.]*$/, '');
  const at = withoutType.indexOf('@');
  return { withoutType, prefix: at === -1 ? withoutType : withoutType.slice(0, at), instance: at === -1 ? '' : withoutType.slice(at + 1) };
}

function fromName(letter: string, unit: string, { withoutType, prefix, instance }: NameParts): string | undefined {
  const lastPart = prefix.slice(prefix.lastIndexOf('-') + 1);
  if (letter === 'n') return unit;
  if (letter === 'N') return withoutType;
  if (letter === 'p') return prefix;
  if (letter === 'P') return unescapeName(prefix);
  if (letter === 'i') return instance;
  if (letter === 'I') return unescapeName(instance);
  if (letter === 'j') return lastPart;
  if (letter === 'J') return unescapeName(lastPart);
  return letter === 'f' ? `/${unescapeName(instance === '' ? prefix : instance).replace(/^\//, '')}` : undefined;
}

/** `-` stands for `/`, `\x2d` for any byte (systemd-escape(1)). */
function unescapeName(name: string): string {
  return name.replaceAll('-', '/').replaceAll(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
