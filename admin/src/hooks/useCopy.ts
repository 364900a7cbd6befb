import { useClipboard, useNotification } from '@strapi/strapi/admin';

import { useTexts } from './useTexts';

/** Copies a text and says so; where the browser refuses, it says how to do it by hand. */
export function useCopy(): (text: string, done: string) => Promise<boolean> {
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();
  const { t } = useTexts();
  return async (text, done) => {
    const isCopied = await copy(text);
    toggleNotification(
      isCopied
        ? { type: 'success', message: done }
        : { type: 'warning', message: t('common.copy-by-hand') }
    );
    return isCopied;
  };
}
