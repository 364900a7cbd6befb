/**
 * What of the site's own content members may read: types that the site's code protects by access levels, and every way
 * by which an entry of them could reach an answer.
 *
 * Promises: a person who lacks the level learns nothing of a protected type but its teaser; a site where that fails doesn't
 * start. One query for each request that touches a protected type, none for others.
 * Never: decides who holds a level, and never keeps content from an API token or from the panel.
 */
export { contentOf } from './content';
export { heldOf } from './held';
export type { ProtectOptions } from './protections';
export type { AccessReport } from './report';
