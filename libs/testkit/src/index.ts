export { describeOracle } from './oracle.ts';
export { type OracleTool, oracleTools, toolsFor } from './oracle-tools.ts';
export { toolPath } from './tool-path.ts';
