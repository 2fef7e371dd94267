/** Which way information goes when a permission is used: `read` from the object to the subject, `write` from the subject to the object. */
export type FlowDirection = 'read' | 'write' | 'both' | 'none';

export interface PermissionFlow {
  readonly direction: FlowDirection;
  /** From 1, hardly anything can be told that way, to 10, whole contents at once. */
  readonly weight: number;
}

/** What a permission of a class moves; undefined for one that the map does not know, which then moves nothing. */
export type PermissionMap = (className: string, permission: string) => PermissionFlow | undefined;
