/** What a URL of an update repository says; what an open expression decides is undefined. */
export interface UpdateUrl {
  readonly scheme?: string;
  readonly host?: string;
  /** Of the path: an architecture of Bottlerocket's, the part before it, and a version. */
  readonly architecture?: string;
  readonly variant?: string;
  readonly version?: string;
}

const OPEN = '{{';
const PARTS = /^([a-z][a-z\d+.-]*):\/\/(?:[^/?#@]*@)?((?:\{\{[^{}]*\}\}|[^/?#])*)([^?#]*)/i;
const ARCHITECTURES = ['x86_64', 'aarch64'];
const VERSION = /^v?\d+\.\d+\.\d+$/;

/** Bottlerocket's metadata lies in `…/VARIANT/ARCH/` (pubsys, and updog's check of what it finds there). `{{ … }}` in it is open. */
export function describeUpdateUrl(text: string): UpdateUrl {
  const [, scheme, host, path = text] = PARTS.exec(text) ?? [];
  const parts = pathParts(path);
  const at = parts.findLastIndex((part) => ARCHITECTURES.includes(part));
  const [architecture, variant] = [parts[at], at > 0 ? parts[at - 1] : undefined];
  const version = parts.find((part) => VERSION.test(part));
  return {
    ...(scheme === undefined ? {} : { scheme: scheme.toLowerCase() }),
    ...(host === undefined || host === '' || host.includes(OPEN) ? {} : { host: host.toLowerCase() }),
    ...(architecture === undefined ? {} : { architecture }),
    ...(variant === undefined || variant.includes(OPEN) ? {} : { variant }),
    ...(version === undefined ? {} : { version }),
  };
}

/** An expression can have a slash in it. */
function pathParts(path: string): readonly string[] {
  return (path.match(/(?:\{\{[^{}]*\}\}|[^/])+/g) ?? []).map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
