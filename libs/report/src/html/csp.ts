import { createHash } from 'node:crypto';

/** The page may run its own script, use its own style sheet, and nothing else: no connection, no frame, no form. */
export function contentSecurityPolicy(style: string, script: string): string {
  return `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}
