import type { Permission } from './permissions';

/** Who asks, and what they may: made once for each request, where it comes in. */
export interface Viewer {
  readonly kind: 'administrator' | 'api-token' | 'nobody';
  /** As the activity tells who acted. */
  readonly actor: string;
  readonly permissions: ReadonlySet<Permission>;
  /** Address of the panel in the browser of who asks, like `https://site.example`. */
  readonly origin: string;
}

/** Beside the one permission that a route needs anyway. */
export const may = ({ permissions }: Viewer, permission: Permission): boolean =>
  permissions.has(permission);

/** For work without a request, or whose request is over: it acts under this name, and sees nothing. */
export const nobody = (actor: string): Viewer => ({
  kind: 'nobody',
  actor,
  permissions: new Set(),
  origin: 'http://localhost',
});
