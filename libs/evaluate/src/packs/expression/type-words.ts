const SCALARS = ['string', 'int', 'double', 'bool'];

/** What a CEL type is called in messages: the names of objects' types are nobody's concern. */
export function typeWords(type: string): string {
  const element = /^list<(.+)>$/.exec(type)?.[1];
  if (element !== undefined) return SCALARS.includes(element) ? `a ${type}` : 'a list';
  if (type.startsWith('map<')) return 'a map';
  if (type.startsWith('optional<')) return 'something that may be absent (end it with .orValue(…))';
  if (type === 'int') return 'an int';
  return SCALARS.includes(type) ? `a ${type}` : 'an object';
}
