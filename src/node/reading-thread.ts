/** What a thread of Readers runs. */
import { Tinypool } from 'tinypool';
import type { Config } from '../model/config.ts';
import type { Readings } from '../model/reading.ts';
import { workshopOf } from './open.ts';
import { readBatch } from './read-batch.ts';
import type { Found } from './scan.ts';

const { root, config }: { root: string; config: Config } = Tinypool.workerData;
const workshop = workshopOf(config);

export default (found: readonly Found[]): Promise<Readings> => readBatch(root, found, workshop);
