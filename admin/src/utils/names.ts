import type { Member } from '../../../contracts/member';
import type { Texts } from './texts';

export const nameMember = ({ name, email, id }: Member, t: Texts['t']): string =>
  name ?? email ?? t('members.nameless', { id });

/** What purchases and overrides give; without any, the role that the user has. */
export const nameLevel = ({ level, levels, user }: Member, t: Texts['t']): string =>
  levels.flatMap(({ name }) => name ?? []).join(', ') ||
  (level.name ?? user?.roleName ?? t('effect.no-level'));

/** "Meal Plan (558475)"; the id only beside the name it belongs to. */
export function nameProduct(productName: string | null, productId: string | null): string | null {
  if (productId === null) {
    return productName;
  }
  return productName ? `${productName} (${productId})` : productId;
}
