/** The TOML before the `+++` of a template: extensions, and the helpers of each. */
export function header(extensions: Readonly<Record<string, readonly string[]>>): string {
  const lines = Object.entries(extensions).map(([name, helpers]) =>
    helpers.length === 0 ? `${name} = "v1"\n` : `${name} = { version = "v1", helpers = [${helpers.map((helper) => `"${helper}"`).join(', ')}] }\n`,
  );
  return `[required-extensions]\n${lines.join('')}+++\n`;
}

/** A field of YAML that is there when the setting is. */
export function optional(setting: string, field: string): string {
  return `{{#if ${setting}}}\n${field}: {{${setting.split(' ')[0]}}}\n{{/if}}\n`;
}

/** A map of YAML that is there when the setting is. */
export function table(setting: string, field: string): string {
  return `{{#if ${setting}}}\n${field}:\n  {{#each ${setting}}}\n  {{@key}}: "{{this}}"\n  {{/each}}\n{{/if}}\n`;
}

/** Parts of a text that a template of ours would take for its own when they stand together. */
export function chain(...parts: readonly string[]): string {
  return parts.join('');
}
