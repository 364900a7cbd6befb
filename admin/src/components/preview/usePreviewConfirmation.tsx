import * as React from 'react';

import { PreviewFlow } from './PreviewFlow';

import type { PreviewQuestion } from './question';
import type { PreviewSource } from './effect';

export interface PreviewConfirmation {
  /** Asks when the change affects a member; otherwise the answer is yes at once. Fails as the preview does. */
  readonly confirm: (source: PreviewSource, question: PreviewQuestion) => Promise<boolean>;
  /** To be put on the page. */
  readonly dialog: React.ReactNode;
}

interface Asked {
  readonly source: PreviewSource;
  readonly question: PreviewQuestion;
  readonly answer: (isConfirmed: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/** No member changes unseen: who gains, loses and waits is shown before a change is saved. */
export function usePreviewConfirmation(): PreviewConfirmation {
  const [asked, setAsked] = React.useState<Asked | null>(null);
  const confirm = React.useCallback(
    (source: PreviewSource, question: PreviewQuestion) =>
      new Promise<boolean>((resolve, reject) => {
        setAsked({
          source,
          question,
          answer: (isConfirmed) => {
            setAsked(null);
            resolve(isConfirmed);
          },
          fail: (error) => {
            setAsked(null);
            // The error shows beside the button that was pressed.
            reject(error instanceof Error ? error : new Error(String(error)));
          },
        });
      }),
    []
  );
  return { confirm, dialog: asked ? <PreviewFlow {...asked} /> : null };
}
