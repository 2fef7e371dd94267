import type { SecurityContext } from './security-context.ts';

interface Labelled {
  readonly context: SecurityContext;
}

export interface InitialSid extends Labelled {
  readonly sid: number;
  /** The file holds numbers only; undefined for one that no kernel named. */
  readonly name: string | undefined;
}

/** fscon and netifcon have two contexts: of the thing itself, and of its files or packets. */
export interface NamedContexts extends Labelled {
  readonly name: string;
  readonly second: SecurityContext;
}

export interface PortContext extends Labelled {
  /** An IP protocol number: 6 TCP, 17 UDP, 33 DCCP, 132 SCTP. */
  readonly protocol: number;
  readonly low: number;
  /** Inclusive. */
  readonly high: number;
}

/** 4 or 16 bytes each, in network order. */
export interface NodeContext extends Labelled {
  readonly address: Uint8Array;
  readonly mask: Uint8Array;
}

export interface FsUse extends Labelled {
  /** 1 xattr, 2 trans, 3 task. */
  readonly behaviour: number;
  readonly name: string;
}

export interface InfinibandPartitionContext extends Labelled {
  /** 8 bytes in network order. */
  readonly subnetPrefix: Uint8Array;
  readonly low: number;
  /** Inclusive. */
  readonly high: number;
}

export interface InfinibandPortContext extends Labelled {
  readonly device: string;
  readonly port: number;
}

export interface GenfsContext extends Labelled {
  readonly fileSystem: string;
  /** The longest one that is a prefix of a path wins. */
  readonly path: string;
  /** A class's value, 0 for any class. */
  readonly tclass: number;
}

/** The lists of an object context section; those of Infiniband are empty below version 31. */
export interface ObjectContexts {
  readonly initialSids: readonly InitialSid[];
  readonly fileSystems: readonly NamedContexts[];
  readonly ports: readonly PortContext[];
  readonly interfaces: readonly NamedContexts[];
  readonly nodes: readonly NodeContext[];
  readonly fsUses: readonly FsUse[];
  readonly nodes6: readonly NodeContext[];
  readonly infinibandPartitions: readonly InfinibandPartitionContext[];
  readonly infinibandPorts: readonly InfinibandPortContext[];
}
