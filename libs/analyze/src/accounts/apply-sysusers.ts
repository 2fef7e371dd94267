import type { SysusersEntry } from '@staticfire/read/formats/linux-text';

/** What systemd-sysusers makes of an empty /etc. */
export interface SysusersResult {
  readonly users: readonly SysusersUser[];
  readonly groups: readonly SysusersGroup[];
}

/** A line with the file that has it. */
export type SysusersLine = SysusersEntry & { readonly file: string };

export interface SysusersUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
  /** The line that asked for it. */
  readonly from: SysusersLine;
}

export interface SysusersGroup {
  readonly name: string;
  readonly gid: number;
  /** Sorted. */
  readonly members: readonly string[];
  readonly from: SysusersLine;
}

/** Numbers that are tried where none is given, from the highest down (systemd's SYSTEM_UID_MAX). */
const SYSTEM_IDS = { first: 1, last: 999 };
const NOLOGIN = '/usr/sbin/nologin';

interface Wanted {
  readonly line: SysusersLine;
  readonly name: string;
  uid?: number | undefined;
  gid?: number | undefined;
  /** The group has to be there already, and need not have the user's number. */
  strict: boolean;
}

/**
 * Users and groups that systemd-sysusers 252 makes at boot, when /etc has none (src/sysusers/sysusers.c). `lines` are those of the files that
 * count, in their order; of two about one name the first counts. `ownerOf` gives the numbers of the owner of a path; `rootShell` is the shell of
 * user 0 that names none. A user whose group is to be there and is not is not made.
 */
export function applySysusers(
  lines: readonly SysusersLine[],
  ownerOf: (path: string) => { readonly uid: number; readonly gid: number } | undefined,
  rootShell: string,
): SysusersResult {
  return new Sysusers(lines, ownerOf, rootShell).run();
}

class Sysusers {
  readonly #ownerOf: (path: string) => { readonly uid: number; readonly gid: number } | undefined;
  readonly #rootShell: string;
  readonly #users = new Map<string, Wanted>();
  readonly #groups = new Map<string, Wanted>();
  readonly #members = new Map<string, ReadonlySet<string>>();
  readonly #madeUsers = new Map<number, SysusersUser>();
  readonly #madeGroups = new Map<number, { readonly name: string; readonly from: SysusersLine }>();
  readonly #gidOf = new Map<string, number>();
  /** Rising. */
  readonly #ids: readonly number[];
  readonly #free: number[];

  constructor(lines: readonly SysusersLine[], ownerOf: (path: string) => { readonly uid: number; readonly gid: number } | undefined, rootShell: string) {
    this.#ownerOf = ownerOf;
    this.#rootShell = rootShell;
    this.#ids = freeIds(lines);
    this.#free = [...this.#ids];
    for (const line of lines) this.#add(line);
    const members = lines.filter(({ kind }) => kind === 'member');
    for (const [group, ofGroup] of Map.groupBy(members, (line) => line.group!)) this.#addImplied(group, ofGroup);
  }

  run(): SysusersResult {
    for (const group of this.#groups.values()) this.#makeGroup(group);
    for (const user of this.#users.values()) this.#makeUser(user);
    const groups = [...this.#madeGroups].map(([gid, { name, from }]) => ({ name, gid, members: [...(this.#members.get(name) ?? [])].sort(), from }));
    return { users: [...this.#madeUsers.values()], groups };
  }

  #add(line: SysusersLine): void {
    const table = { user: this.#users, group: this.#groups }[line.kind as 'user' | 'group'];
    if (table === undefined || table.has(line.name)) return;
    const hasGroup = line.kind === 'user' && (line.gid !== undefined || line.group !== undefined);
    table.set(line.name, { line, name: line.name, uid: line.uid, gid: line.gid, strict: hasGroup });
  }

  /** Members and their group are made when no line asks for them. */
  #addImplied(group: string, members: readonly SysusersLine[]): void {
    for (const line of members) if (!this.#users.has(line.name)) this.#users.set(line.name, { line, name: line.name, strict: false });
    if (!this.#groups.has(group) && !this.#users.has(group)) this.#groups.set(group, { line: members[0]!, name: group, strict: false });
    this.#members.set(group, new Set(members.map(({ name }) => name)));
  }

  #makeUser(user: Wanted): void {
    const { line } = user;
    if (!this.#findGroup(user)) return;
    const uid = this.#chooseUid(user);
    if (uid === undefined) return;
    const own = line.kind === 'user' ? line : undefined;
    const home = own?.home ?? '/';
    const shell = own?.shell ?? (uid === 0 ? this.#rootShell : NOLOGIN);
    this.#madeUsers.set(uid, { name: user.name, uid, gid: user.gid!, home, shell, from: line });
  }

  /** Whether the user's group is there, or was made. */
  #findGroup(user: Wanted): boolean {
    const name = (user.line.kind === 'user' ? user.line.group : undefined) ?? user.name;
    const gid = user.gid === undefined ? this.#gidOf.get(name) : undefined;
    if (gid === undefined && user.line.kind === 'user' && user.line.group !== undefined) return false;
    if (gid === undefined) return this.#makeGroup(user);
    user.gid = gid;
    user.strict = true;
    return true;
  }

  /** Whether the group is there then. */
  #makeGroup(wanted: Wanted): boolean {
    if (wanted.strict && wanted.gid !== undefined) return this.#madeGroups.has(wanted.gid);
    const gid = this.#chooseGid(wanted);
    if (gid === undefined) return false;
    wanted.gid = gid;
    this.#madeGroups.set(gid, { name: wanted.name, from: wanted.line });
    this.#gidOf.set(wanted.name, gid);
    return true;
  }

  #chooseGid({ name, gid, uid, line }: Wanted): number | undefined {
    if (gid !== undefined && this.#isFreeGid(gid, name, false)) return gid;
    if (uid !== undefined && this.#isFreeGid(uid, name, true)) return uid;
    const owner = this.#ownerOfLine(line)?.gid;
    if (owner !== undefined && this.#isFreeGid(owner, name, true)) return owner;
    return this.#nextFree((id) => this.#isFreeGid(id, name, true));
  }

  #chooseUid({ name, uid, gid, strict, line }: Wanted): number | undefined {
    if (uid !== undefined && this.#isFreeUid(uid, name, !strict)) return uid;
    const owner = this.#ownerOfLine(line)?.uid;
    if (owner !== undefined && this.#isFreeUid(owner, name, true)) return owner;
    if (gid !== undefined && this.#isFreeUid(gid, name, true)) return gid;
    return this.#nextFree((id) => this.#isFreeUid(id, name, true));
  }

  /** Only numbers that would be tried are taken from a file. */
  #ownerOfLine({ idPath }: SysusersLine): { readonly uid?: number; readonly gid?: number } | undefined {
    const owner = idPath === undefined ? undefined : this.#ownerOf(idPath);
    return owner && Object.fromEntries(Object.entries(owner).filter(([, id]) => this.#ids.includes(id)));
  }

  #isFreeUid(uid: number, name: string, withGroup: boolean): boolean {
    const group = this.#madeGroups.get(uid)?.name;
    return !this.#madeUsers.has(uid) && (!withGroup || group === undefined || group === name);
  }

  #isFreeGid(gid: number, name: string, withUser: boolean): boolean {
    const user = this.#madeUsers.get(gid)?.name;
    return !this.#madeGroups.has(gid) && (!withUser || user === undefined || user === name);
  }

  /** What was passed over once is not tried again. */
  #nextFree(isFree: (id: number) => boolean): number | undefined {
    for (let id = this.#free.pop(); id !== undefined; id = this.#free.pop()) if (isFree(id)) return id;
    return undefined;
  }
}

/** Rising; where lines give ranges theirs and no others, and at most 65 536. */
function freeIds(lines: readonly SysusersLine[]): number[] {
  const given = lines.flatMap(({ range }) => (range === undefined ? [] : [range]));
  const ids = new Set<number>();
  for (const { first, last } of given.length === 0 ? [SYSTEM_IDS] : given) {
    for (let id = last; id >= first && ids.size < 0x1_0000; id--) ids.add(id);
  }
  return [...ids].sort((a, b) => a - b);
}
