/** `allow a b:file` */
const CLASS_RULE = /^\S+ \S+ \S+:\S+/;

/** The rule that a difference is about, as `sesearch` prints it, with what one policy has of it; nothing for other statements and without parts. */
export function differingRules(name: string, parts: readonly string[]): string[] {
  if (parts.length === 0 || !CLASS_RULE.test(name)) return [];
  const condition = name.indexOf(' [');
  const [rule, suffix] = condition < 0 ? [name, ''] : [name.slice(0, condition), name.slice(condition)];
  return [`${rule} ${parts.length === 1 ? parts[0] : `{ ${parts.join(' ')} }`};${suffix}`];
}
