import { type AccessGroups, accessGroups } from './access-groups.ts';
import { fileLabels } from './file-labels.ts';
import { filesystemLabels, initialSids } from './labelling.ts';
import { commonsOf, fileClasses, objectClasses } from './object-classes.ts';
import type { PolicyEra } from './policy-era.ts';
import { policyRules } from './policy-rules.ts';
import { commonGroups, objectGroups, objectsOf, subjectGroups, subjectsOf, typeAliases } from './policy-types.ts';

const CATEGORIES = Array.from({ length: 1024 }, (_, index) => `c${index}`);
const CAPABILITIES = ['network_peer_controls', 'open_perms', 'extended_socket_class', 'cgroup_seclabel', 'nnp_nosuid_transition', 'genfs_seclabel_symlinks'];
const CAPABILITIES_2026 = ['ioctl_skip_cloexec', 'userspace_initial_context'];
// Nested to the left: an expression of more than five operands in waiting does not compile.
const SAME_LABEL = ['r', 't', 'h', 'l'].reduce((all, name) => `(and ${all} (eq ${name}1 ${name}2))`, '(eq u1 u2)');

/**
 * CIL by the names of Bottlerocket's modules, in our own words: the types of its policy and the same access to everything
 * (selinux.md, sections 6.1 and 6.2; anatomy-2026, section 8).
 */
export function policyModules(era: PolicyEra): Readonly<Record<string, string>> {
  const groups = accessGroups(era);
  const map = (...names: string[]) => classMaps(Object.fromEntries(names.map((name) => [name, groups[name]!])));
  const modules: Readonly<Record<string, readonly string[]>> = {
    base: base(era),
    category: [...CATEGORIES.map((name) => `(category ${name})`), `(categoryorder (${CATEGORIES.join(' ')}))`],
    class: classes(era),
    files: map('files', 'filesystems'),
    fs: [...filesystemLabels(era), ...fileLabels(era)],
    ipcs: map('ipcs'),
    mcs: constraints(era),
    networks: map('networks'),
    object: [...types(objectsOf(era), 'object_r'), ...attributes(objectGroups(era))],
    processes: map('processes'),
    rules: ['(handleunknown deny)', ...attributes(commonGroups(era)), ...policyRules(era)],
    sid: initialSids(),
    sockets: map('sockets'),
    subject: [...types(subjectsOf(era), 'system_r'), ...attributes(subjectGroups(era))],
    systems: map('systems'),
  };
  return Object.fromEntries(Object.entries(modules).map(([name, lines]) => [name, `${lines.join('\n')}\n`]));
}

function base(era: PolicyEra): string[] {
  const defaults = `(${[...fileClasses, 'filesystem', 'fd', 'io_uring'].join(' ')})`;
  return [
    '(mls true)',
    ...['(sensitivity s0)', '(sensitivityorder (s0))', '(sensitivitycategory s0 (range c0 c1023))', '(level low (s0))', '(level high (s0 (range c0 c1023)))'],
    ...['(levelrange no_categories (low low))', '(levelrange whole_range (low high))', '(levelrange every_category (high high))'],
    ...['(role system_r)', '(role object_r)', '(user system_u)', '(userrole system_u system_r)', '(userrole system_u object_r)'],
    ...['(userlevel system_u high)', '(userrange system_u whole_range)'],
    `(defaultrange ${defaults} ${era === 'classic' ? 'target low-high' : 'glblub'})`,
    // A pipe without a folder is its maker's. Deduced from what FIFOs in folders need a transition for.
    ...(era === 'classic' ? [] : ['(defaultrole fifo_file source)', '(defaulttype fifo_file source)']),
    ...[...CAPABILITIES, ...(era === 'classic' ? [] : CAPABILITIES_2026)].map((name) => `(policycap ${name})`),
  ];
}

function classes(era: PolicyEra): string[] {
  const all = objectClasses(era);
  return [
    ...Object.entries(commonsOf(era)).map(([name, permissions]) => `(common ${name} (${permissions}))`),
    ...all.map(({ name, permissions }) => `(class ${name} (${permissions}))`),
    ...all.flatMap(({ name, common }) => (common === undefined ? [] : [`(classcommon ${name} ${common})`])),
    `(classorder (${all.map(({ name }) => name).join(' ')}))`,
  ];
}

/** Of files each by a named set of permissions, of the others directly. */
function classMaps(groups: AccessGroups): string[] {
  return Object.entries(groups).flatMap(([map, permissions]) => [
    `(classmap ${map} (${Object.keys(permissions).join(' ')}))`,
    ...Object.entries(permissions).flatMap(([permission, pairs]) =>
      pairs.flatMap(([tclass, names]) => {
        const set = `${permission}_${tclass}`;
        if (map !== 'files') return [`(classmapping ${map} ${permission} (${tclass} (${names})))`];
        return [`(classpermission ${set})`, `(classpermissionset ${set} (${tclass} (${names})))`, `(classmapping ${map} ${permission} ${set})`];
      }),
    ),
  ]);
}

function types(names: readonly string[], role: string): string[] {
  const aliases = Object.entries(typeAliases).filter(([, type]) => names.includes(type));
  return [
    ...names.flatMap((name) => [`(type ${name})`, `(roletype ${role} ${name})`]),
    ...aliases.flatMap(([alias, name]) => [`(typealias ${alias})`, `(typealiasactual ${alias} ${name})`]),
  ];
}

function attributes(groups: Readonly<Record<string, string>>): string[] {
  return Object.entries(groups).flatMap(([name, expression]) => [`(typeattribute ${name})`, `(typeattributeset ${name} ${expression})`]);
}

/** Who has categories, or none, gets at what has others only when it is privileged; labels and domains change for trusted subjects alone. */
function constraints(era: PolicyEra): string[] {
  const privileged = '(or (dom h1 h2) (eq t1 privileged_s))';
  const changing = era === 'classic' ? '(eq t1 trusted_s)' : '(and (eq t1 trusted_s) (neq t2 forbidden_t))';
  return [
    `(mlsconstrain (files (load)) (or ${privileged} (or (eq t2 all_s) (eq t2 unconstrained_o))))`,
    `(mlsconstrain (files (${era === 'classic' ? 'mutate' : 'mutate mount'})) (or ${privileged} (eq t2 unconstrained_o)))`,
    `(mlsvalidatetrans files (or (eq t3 trusted_s) ${SAME_LABEL}))`,
    `(mlsconstrain (processes (interact)) ${privileged})`,
    `(mlsconstrain (processes (transform)) (or ${changing} ${SAME_LABEL}))`,
    `(mlsconstrain (systems (use)) ${privileged})`,
  ];
}
