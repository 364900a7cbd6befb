/** Builds the plugin if its sources changed since; waits if somebody else builds it just now. */
import { buildPlugin } from '../../playground/scripts/build.mjs';

await buildPlugin(process.env);
