import { bottlerocketPolicy } from '../selinux/bottlerocket/bottlerocket-policy.ts';
import { type PolicyEra, policyVersions } from '../selinux/bottlerocket/policy-era.ts';
import { policyModules } from '../selinux/bottlerocket/policy-modules.ts';
import { file, type PolicyOutput, type TreeEntry } from './tree.ts';

/** What /var/lib/selinux is made of at each boot. */
const STORE = 'R /var/lib/selinux - - - -\nC /var/lib/selinux - - - -\nZ /var/lib/selinux 0700 root root -\n';

/** The policy of an era as package selinux-policy installs it (anatomy 9.1): what init loads, labels by path, what runtimes ask for, and its sources. */
export function selinuxFiles(era: PolicyEra, usr: string): TreeEntry[] {
  const fortified = `${usr}/share/factory/etc/selinux/fortified`;
  const made = (output: PolicyOutput['output']): PolicyOutput => ({
    output,
    cil: bottlerocketPolicy('', { era }),
    version: policyVersions[era],
    checked: true,
  });
  const modules = Object.entries(policyModules(era)).flatMap(([name, cil]) => {
    const folder = `${usr}/share/factory/var/lib/selinux/fortified/active/modules/100/${name}`;
    return [file(`${folder}/cil`, cil), file(`${folder}/lang_ext`, 'cil')];
  });
  return [
    file(`${usr}/share/factory/etc/selinux/config`, 'SELINUX=enforcing\nSELINUXTYPE=fortified\n'),
    compiled(`${fortified}/policy/policy.${policyVersions[era]}`, made('policy')),
    compiled(`${fortified}/contexts/files/file_contexts`, made('fileContexts')),
    file(`${fortified}/contexts/lxc_contexts`, runtimeContexts()),
    ...modules,
    file(`${usr}/lib/tmpfiles.d/selinux-policy.conf`, STORE),
  ];
}

function compiled(path: string, output: PolicyOutput): TreeEntry {
  return { path, kind: 'file', mode: 0o644, compiled: output };
}

/** Labels of the processes, files and read-only files of containers. */
function runtimeContexts(): string {
  const object = (type: string) => `"system_u:object_r:${type}:s0"`;
  return `# lab: what runtimes give to containers\nprocess = "system_u:system_r:container_t:s0"\nfile = ${object('data_t')}\nro_file = ${object('cache_t')}\n`;
}
