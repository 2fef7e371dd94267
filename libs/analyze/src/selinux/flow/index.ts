export { type Flow, type FlowOptions, InformationFlow } from './information-flow.ts';
export { PermissionMapError, parsePermissionMap } from './parse-permission-map.ts';
export type { FlowDirection, PermissionFlow, PermissionMap } from './permission-map.ts';
export { permissionMap } from './permission-map-table.ts';
