import { maskEmail } from './email';

/** What is known of a person; null: Kartra never said. */
interface Known {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
}

/** First and last name, as far as they are known; null: neither is. */
export const nameOfMember = ({
  firstName,
  lastName,
}: Pick<Known, 'firstName' | 'lastName'>): string | null =>
  [firstName, lastName].filter(Boolean).join(' ') || null;

/** Name hidden and address masked without the permission. */
export function personOf(member: Known, seesPersonalData: boolean) {
  const { email } = member;
  return seesPersonalData
    ? { name: nameOfMember(member), email }
    : { name: null, email: email === null ? null : maskEmail(email) };
}
