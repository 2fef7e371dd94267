import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectTemplatesInventory } from './collect-templates-inventory.ts';

const FOLDER = '/usr/share/templates';

describe('templates.inventory', () => {
  it('reads what stands before the plus signs', async () => {
    const fact = await collectFrom(collectTemplatesInventory, {
      [`${FOLDER}/kubelet-config`]: '[required-extensions]\nkubernetes = "v1"\nstd = { version = "v1", helpers = ["if_not_null"] }\n+++\n{{settings.x}}\n',
      [`${FOLDER}/plain`]: 'a +++ b\n',
      [`${FOLDER}/broken`]: '[\n+++\n',
    });
    expect(fact).toMatchObject({
      value: {
        templates: [{ $unreadable: { kind: 'format' } }, { name: 'kubelet-config', hasHeader: true, size: 111 }, { name: 'plain', hasHeader: false }],
        headers: [
          { $unreadable: { kind: 'format' } },
          { template: 'kubelet-config', line: 2, key: 'required-extensions.kubernetes', value: 'v1' },
          { line: 3, key: 'required-extensions.std.version', value: 'v1' },
          { line: 3, key: 'required-extensions.std.helpers[0]', value: 'if_not_null' },
        ],
      },
    });
  });
});
