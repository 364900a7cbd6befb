/** What a stored word is read as that this version does not know: a newer one wrote it, or it is damaged. */
export const OTHER = 'other';
export type Other = typeof OTHER;
