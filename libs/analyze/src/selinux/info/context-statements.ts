import type { SecurityContext, SelinuxClass, SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { constraintText } from '../constraints/index.ts';
import { contextText } from '../context-text.ts';
import type { Statement } from './statement.ts';
import { addressText, fsUseNames, genfsKey, protocolName, spanText, subnetText } from './statement-words.ts';

type Lister = (policy: SelinuxPolicy) => Statement[];

/** `name` for filters, `key` for the text. */
interface Labelled {
  readonly name: string;
  readonly key: string;
  readonly contexts: readonly SecurityContext[];
}

/** Listings of which contexts objects have, and of constraints. */
export const contextStatements = {
  initialsid: labels('sid', ({ objectContexts }) =>
    objectContexts.initialSids.map(({ sid, name = `#${sid}`, context }) => ({ name, key: name, contexts: [context] })),
  ),
  fs_use: (policy) =>
    policy.objectContexts.fsUses.flatMap(({ behaviour, name, context }) => labelled(policy, fsUseNames[behaviour]!, { name, key: name, contexts: [context] })),
  genfscon: labels('genfscon', (policy) => policy.genfs.map((entry) => ({ name: entry.fileSystem, key: genfsKey(policy, entry), contexts: [entry.context] }))),
  portcon: labels('portcon', ({ objectContexts }) =>
    objectContexts.ports.map(({ protocol, low, high, context }) => {
      const name = protocolName(protocol);
      return { name, key: `${name} ${spanText(low, high)}`, contexts: [context] };
    }),
  ),
  netifcon: labels('netifcon', ({ objectContexts }) =>
    objectContexts.interfaces.map(({ name, context, second }) => ({ name, key: name, contexts: [context, second] })),
  ),
  nodecon: labels('nodecon', ({ objectContexts }) =>
    [...objectContexts.nodes, ...objectContexts.nodes6].map(({ address, mask, context }) => {
      const name = addressText(address);
      return { name, key: `${name} ${addressText(mask)}`, contexts: [context] };
    }),
  ),
  ibpkeycon: labels('ibpkeycon', ({ objectContexts }) =>
    objectContexts.infinibandPartitions.map(({ subnetPrefix, low, high, context }) => {
      const name = subnetText(subnetPrefix);
      return { name, key: `${name} ${spanText(low, high, 16)}`, contexts: [context] };
    }),
  ),
  ibendportcon: labels('ibendportcon', ({ objectContexts }) =>
    objectContexts.infinibandPorts.map(({ device, port, context }) => ({ name: device, key: `${device} ${port}`, contexts: [context] })),
  ),
  constrain: constraints('constraints'),
  validatetrans: constraints('validateTransitions'),
} satisfies Readonly<Record<string, Lister>>;

function labels(word: string, recordsOf: (policy: SelinuxPolicy) => readonly Labelled[]): Lister {
  return (policy) => recordsOf(policy).flatMap((record) => labelled(policy, word, record));
}

function labelled(policy: SelinuxPolicy, word: string, { name, key, contexts }: Labelled): Statement[] {
  const texts = contexts.map((context) => contextText(context, policy, ' - '));
  return [{ name, text: [word, key, ...texts].join(' '), types: contexts.map(({ type }) => type) }];
}

function constraints(list: 'constraints' | 'validateTransitions'): Lister {
  const textsOf = (policy: SelinuxPolicy, tclass: SelinuxClass) => tclass[list].map((constraint) => constraintText(policy, tclass, constraint));
  return (policy) => policy.classes.records.flatMap((tclass) => textsOf(policy, tclass).map((text) => ({ name: tclass.name, text, types: [] })));
}
