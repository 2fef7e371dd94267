import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectRootNamedFiles } from './collect-root-named-files.ts';
import type { RootNamedFiles } from './root-named-files.schema.ts';

async function named(tree: MemoryTree): Promise<readonly string[]> {
  const fact = (await collectFrom(collectRootNamedFiles, tree)) as { value: RootNamedFiles };
  return fact.value.files.map((file) => ('path' in file ? `${file.kind} ${file.path} (${file.type}, ${file.size})` : `? ${file.$unreadable.kind}`));
}

describe('root.named-files', () => {
  it.each<[string, MemoryTree, readonly string[]]>([
    ['an HMAC', { '/usr/lib/hmaccalc/sha512hmac.hmac': 'x' }, ['hmac /usr/lib/hmaccalc/sha512hmac.hmac (file, 1)']],
    [
      'kernel headers, packed or not',
      { '/usr/share/bottlerocket/kernel-devel.tar.xz': 'xy', '/usr/src/kernels/6.12.1/Makefile': '' },
      ['kernel-development /usr/share/bottlerocket/kernel-devel.tar.xz (file, 2)', 'kernel-development /usr/src/kernels/{kver}/Makefile (file, 0)'],
    ],
    ['a program that FIPS lays over', { '/usr/fips/bin/apiclient': '' }, ['fips-program /usr/fips/bin/apiclient (file, 0)']],
    ['a check', { '/usr/libexec/fips-checks/bottlerocket/fips01': '-> ../x' }, ['fips-check /usr/libexec/fips-checks/bottlerocket/fips01 (symlink, 4)']],
    ['audit rules', { '/usr/share/audit/audit.rules': '' }, ['audit-rules /usr/share/audit/audit.rules (file, 0)']],
    ['a container image', { '/usr/libexec/amazon-ecs-pause.tar': '' }, ['container-image /usr/libexec/amazon-ecs-pause.tar (file, 0)']],
    ['kexec', { '/usr/sbin/kexec': '' }, ['crash-tool /usr/sbin/kexec (file, 0)']],
    ['nothing else', { '/usr/bin/x': '', '/usr/share/kernel-devel-notes/': '', '/usr/fips/': '', '/usr/lib/x.hmac.d/': '' }, []],
    ['what cannot be read', { '/usr/a': '!' }, ['? format']],
  ])('%s', async (_, tree, expected) => expect(await named(tree)).toEqual(expected));
});
