/** Builds what is packed if its sources changed since; waits if somebody else builds it just now. */
import { buildPackage } from '../../playground/scripts/build.mjs';

await buildPackage(process.env);
