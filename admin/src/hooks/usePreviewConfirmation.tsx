import * as React from 'react';

import { PreviewDialog } from '../components/PreviewDialog';

import type { Preview } from '../../../contracts/preview';

interface Question {
  readonly preview: Preview;
  readonly title: string;
  readonly answer: (isConfirmed: boolean) => void;
}

export interface PreviewConfirmation {
  /** Asks when anyone is touched; when nobody is, the answer is yes at once. */
  readonly confirm: (preview: Preview, title: string) => Promise<boolean>;
  /** To be put on the page. */
  readonly dialog: React.ReactNode;
}

/** No member changes unseen: who gains, loses and waits is shown before a change is saved. */
export function usePreviewConfirmation(): PreviewConfirmation {
  const [question, setQuestion] = React.useState<Question | null>(null);
  const confirm = React.useCallback(
    (preview: Preview, title: string) =>
      preview.gain + preview.lose + preview.held === 0
        ? Promise.resolve(true)
        : new Promise<boolean>((resolve) => setQuestion({ preview, title, answer: resolve })),
    []
  );
  const answer = (isConfirmed: boolean) => {
    question?.answer(isConfirmed);
    setQuestion(null);
  };
  return {
    confirm,
    dialog: question ? (
      <PreviewDialog
        title={question.title}
        preview={question.preview}
        onConfirm={() => answer(true)}
        onBack={() => answer(false)}
      />
    ) : null,
  };
}
