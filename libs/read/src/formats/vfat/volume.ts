import type { BlockSource } from '../../block-source/index.ts';
import type { BootSector } from './boot-sector.ts';
import type { FatTable } from './fat-table.ts';
import type { Geometry } from './geometry.ts';

export interface Volume {
  readonly source: BlockSource;
  readonly boot: BootSector;
  readonly geometry: Geometry;
  readonly table: FatTable;
}
