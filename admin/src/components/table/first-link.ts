import type * as React from 'react';

/** What does something of its own when it is clicked. */
const OWN_CLICK = 'a, button, input, label, select, textarea, [role="checkbox"]';

/** A click anywhere in a row follows its first link. */
export function followFirstLink(event: React.MouseEvent<HTMLElement>): void {
  const isOwn = (event.target as Element).closest(OWN_CLICK) !== null;
  // Selecting a word to copy it is no click on the row.
  if (!isOwn && window.getSelection()?.isCollapsed !== false) {
    event.currentTarget.querySelector<HTMLAnchorElement>('a[href]')?.click();
  }
}
