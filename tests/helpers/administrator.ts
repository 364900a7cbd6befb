/** The first administrator of every test site. */
export const ADMINISTRATOR = {
  firstname: 'Olive',
  lastname: 'Owner',
  email: 'owner@example.com',
  password: 'Sesame-Street-1969',
} as const;
