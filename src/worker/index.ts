import siteYaml from '../../config/site.yaml';
import sourcesYaml from '../../config/sources.yaml';
import { createWorker } from './worker.ts';

/** The Worker by the configuration of this repository. */
export default createWorker({ site: siteYaml, sources: sourcesYaml });
