import { hideHeaders, type Headers } from '../kartra/headers';
import { redactPayload } from '../kartra/redact';
import { maskEmail } from '../members/email';
import { nameOfMember, type Named } from '../members/person';
import { may, type Viewer } from './viewer';

// Personal data as a viewer may see it: nothing else decides what is masked.

const seesPeople = (viewer: Viewer): boolean => may(viewer, 'seePersonalData');

/** An address, or a name of an account that may be one: masked as `b•••@example.com`. */
export function showEmail<Text extends string | null>(viewer: Viewer, email: Text): Text | string {
  return email === null || seesPeople(viewer) ? email : maskEmail(email);
}

/** Null: there is none, or the viewer may not know it. */
export const showName = (viewer: Viewer, name: string | null): string | null =>
  seesPeople(viewer) ? name : null;

/** Name hidden and address masked. */
export const showPerson = (viewer: Viewer, member: Named & { readonly email: string | null }) => ({
  name: showName(viewer, nameOfMember(member)),
  email: showEmail(viewer, member.email),
});

const WORD = /^[a-z_]+$/;

/** What a webhook says happened, where we don't know the word: anything may be in it, an address too. */
export const showAction = (viewer: Viewer, action: string): string =>
  seesPeople(viewer) || WORD.test(action) ? action : '•••';

/** What Kartra sent: without the permission its names and no values. */
export const showPayload = (viewer: Viewer, text: string): string =>
  seesPeople(viewer) ? text : redactPayload(text);

/** Headers of a request: without the permission their names and no values. */
export const showHeaders = (viewer: Viewer, headers: Headers): Headers =>
  seesPeople(viewer) ? headers : hideHeaders(headers);
