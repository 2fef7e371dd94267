import { type ClusterMap, COMPRESSED_CLUSTER } from './cluster-map.ts';

/**
 * Looks at every entry of every table: errors as `locate`, and as `inflate` of the compressed cluster that comes last in the file, which
 * one that is cut off does not have whole. True when the last plain cluster goes on behind the end of the file.
 */
export function checkClusterMap(map: ClusterMap, fileLength: number): boolean {
  const count = Math.ceil(map.length / map.clusterSize);
  const last = { plainEnd: 0, position: -1, cluster: 0 };
  for (let table = 0; table * map.tableEntries < count; table++) {
    if (map.hasTable(table)) checkTable(map, table * map.tableEntries, Math.min(count, (table + 1) * map.tableEntries), last);
  }
  if (last.position >= 0) map.inflate(last.cluster, new Uint8Array(map.clusterSize));
  return last.plainEnd > fileLength;
}

function checkTable(map: ClusterMap, start: number, end: number, last: { plainEnd: number; position: number; cluster: number }): void {
  for (let cluster = start; cluster < end; cluster++) {
    const position = map.locate(cluster);
    if (position >= 0) last.plainEnd = Math.max(last.plainEnd, position + Math.min(map.clusterSize, map.length - cluster * map.clusterSize));
    if (position !== COMPRESSED_CLUSTER) continue;
    const compressed = map.locateCompressed(cluster);
    if (compressed <= last.position) continue;
    last.position = compressed;
    last.cluster = cluster;
  }
}
