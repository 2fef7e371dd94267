import { parentPort } from 'node:worker_threads';
import { readFiles, type Share } from './read-files.ts';

parentPort!.on('message', (share: Share) => parentPort!.postMessage(readFiles(share)));
parentPort!.postMessage('ready');
