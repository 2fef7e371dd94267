import type { SecurityContext } from '../security-context.ts';
import { dominates, type PolicyChecker } from './policy-checker.ts';
import { OBJECT_ROLE } from './validate-symbols.ts';

const LAST_INITIAL_SID = 27;
/** TCP, UDP, DCCP, SCTP. */
const PROTOCOLS = [6, 17, 33, 132];
const FS_USES = [1, 2, 3];
const MAX_U16 = 0xffff;
const MAX_INFINIBAND_PORT = 255;

/** Contexts of objects and of files by path: every context is valid, every key makes sense. */
export function validateContexts(checker: PolicyChecker): void {
  validateSystemContexts(checker);
  validateNetworkContexts(checker);
  validateInfinibandContexts(checker);
  for (const { fileSystem, path, tclass, context } of checker.policy.genfs) {
    checker.text(fileSystem, 'genfs', 'fstype', context.offset);
    checker.text(path, 'genfs', 'path', context.offset);
    if (tclass !== 0) checker.value(checker.policy.classes, tclass, 'genfs', 'sclass', context.offset);
    validateContext(checker, 'genfs', context);
  }
}

function validateSystemContexts(checker: PolicyChecker): void {
  const { initialSids, fileSystems, fsUses } = checker.policy.objectContexts;
  for (const { sid, context } of initialSids) {
    if (sid < 1 || sid > LAST_INITIAL_SID) throw checker.error('initial SIDs', 'sid', context.offset, sid, `1 to ${LAST_INITIAL_SID}`);
    validateContext(checker, 'initial SIDs', context);
  }
  for (const { name, context, second } of fileSystems) {
    checker.text(name, 'file systems', 'name', context.offset);
    for (const each of [context, second]) validateContext(checker, 'file systems', each);
  }
  for (const { behaviour, name, context } of fsUses) {
    checker.oneOf(behaviour, FS_USES, 'fs_use', 'behavior', context.offset);
    checker.text(name, 'fs_use', 'name', context.offset);
    validateContext(checker, 'fs_use', context);
  }
}

function validateNetworkContexts(checker: PolicyChecker): void {
  const { ports, interfaces, nodes, nodes6 } = checker.policy.objectContexts;
  for (const { protocol, low, high, context } of ports) {
    checker.oneOf(protocol, PROTOCOLS, 'ports', 'protocol', context.offset);
    checkSpan(checker, 'ports', low, high, context.offset);
    validateContext(checker, 'ports', context);
  }
  for (const { name, context, second } of interfaces) {
    checker.text(name, 'interfaces', 'name', context.offset);
    for (const each of [context, second]) validateContext(checker, 'interfaces', each);
  }
  for (const { context } of nodes) validateContext(checker, 'nodes', context);
  for (const { context } of nodes6) validateContext(checker, 'IPv6 nodes', context);
}

function validateInfinibandContexts(checker: PolicyChecker): void {
  const { infinibandPartitions, infinibandPorts } = checker.policy.objectContexts;
  for (const { low, high, context } of infinibandPartitions) {
    checkSpan(checker, 'Infiniband partitions', low, high, context.offset);
    validateContext(checker, 'Infiniband partitions', context);
  }
  for (const { device, port, context } of infinibandPorts) {
    checker.text(device, 'Infiniband ports', 'name', context.offset);
    if (port < 1 || port > MAX_INFINIBAND_PORT) throw checker.error('Infiniband ports', 'port', context.offset, port, `1 to ${MAX_INFINIBAND_PORT}`);
    validateContext(checker, 'Infiniband ports', context);
  }
}

function checkSpan(checker: PolicyChecker, section: string, low: number, high: number, offset: number): void {
  if (low > high || high > MAX_U16) throw checker.error(section, 'range', offset, `${low} to ${high}`, `ascending, at most ${MAX_U16}`);
}

/** User, role, type and range exist and belong together (libsepol `policydb_context_isvalid`, `mls_context_isvalid`). */
function validateContext(checker: PolicyChecker, section: string, { user, role, type, range, offset }: SecurityContext): void {
  const { users, roles, header } = checker.policy;
  checker.value(users, user, section, 'context user', offset);
  checker.value(roles, role, section, 'context role', offset);
  checker.type(type, section, 'context type', offset);
  if (header.mls) checker.range(range, section, offset);
  if (role === OBJECT_ROLE) return;
  const owner = users.at(user)!;
  if (!roles.at(role)!.types.has(type - 1)) throw checker.error(section, 'context type', offset, type, 'a type of the role');
  if (!owner.roles.has(role - 1)) throw checker.error(section, 'context role', offset, role, 'a role of the user');
  if (!header.mls) return;
  const isWithin = dominates(range.low, owner.range.low) && dominates(owner.range.high, range.high);
  if (!isWithin) throw checker.error(section, 'context range', offset, 'a range', "one within the user's");
}
