import * as React from 'react';

import { readProblem } from '../../api/problem';
import { findDifference, touchesNobody, workOut } from './effect';
import { CountingDialog } from './CountingDialog';
import { PreviewDialog } from './PreviewDialog';

import type { Effect, PreviewSource } from './effect';
import type { PreviewQuestion } from './question';
import type { Problem } from '../../api/problem';

interface PreviewFlowProps {
  source: PreviewSource;
  question: PreviewQuestion;
  answer: (isConfirmed: boolean) => void;
  fail: (error: unknown) => void;
}

interface Shown {
  readonly effect: Effect;
  /** What is another one than was shown before. */
  readonly difference: ReturnType<typeof findDifference>;
}

/** Something that the form itself has to show is not a failure of the preview. */
const FIRST_FAILURE = 500;
const isOurs = (problem: Problem | null) =>
  problem !== null && (problem.status === 0 || problem.status >= FIRST_FAILURE);

/** Counts, shows, and counts once more before it says yes: what is shown must be what is then saved. */
export function PreviewFlow({ source, question, answer, fail }: PreviewFlowProps) {
  const [progress, setProgress] = React.useState({ counted: 0, total: 0 });
  const [problem, setProblem] = React.useState<Problem | null>(null);
  const [shown, setShown] = React.useState<Shown | null>(null);
  const [isChecking, setIsChecking] = React.useState(false);
  const run = React.useRef(0);

  const count = async (): Promise<Effect | null> => {
    run.current += 1;
    const mine = run.current;
    setProblem(null);
    try {
      return await workOut(source, {
        isGivenUp: () => run.current !== mine,
        onProgress: (counted, total) => setProgress({ counted, total }),
      });
    } catch (error) {
      const read = readProblem(error);
      if (run.current === mine && isOurs(read)) {
        setShown(null);
        setProblem(read);
      } else if (run.current === mine) {
        fail(error);
      }
      return null;
    }
  };
  const begin = async () => {
    const effect = await count();
    if (!effect) {
      return;
    }
    if (touchesNobody(effect) && !question.isAlwaysAsked) {
      answer(true);
      return;
    }
    setShown({ effect, difference: null });
  };
  const confirm = async (before: Effect) => {
    setIsChecking(true);
    const effect = await count();
    setIsChecking(false);
    const difference = effect && findDifference(before, effect);
    if (!effect) {
      return;
    }
    if (difference === null) {
      answer(true);
    } else {
      setShown({ effect, difference });
    }
  };
  const leave = () => {
    run.current += 1;
    answer(false);
  };

  const start = React.useRef(begin);
  React.useEffect(() => {
    void start.current();
  }, []);

  if (!shown) {
    return (
      <CountingDialog
        title={question.title}
        progress={progress}
        problem={problem}
        onRetry={() => void begin()}
        onCancel={leave}
      />
    );
  }
  return (
    <PreviewDialog
      key={shown.difference === null ? 'first' : JSON.stringify(progress)}
      question={question}
      effect={shown.effect}
      difference={shown.difference}
      isChecking={isChecking}
      onConfirm={() => void confirm(shown.effect)}
      onBack={leave}
    />
  );
}
