import { useTexts } from '../../hooks/useTexts';
import { Notice } from '../Notice';

interface LevelsNoteProps {
  /** Highest first, two or more. */
  names: readonly string[];
}

/** Strapi knows one role: what that means for the other levels, said as soon as there are any. */
export function LevelsNote({ names }: LevelsNoteProps) {
  const { rich, list } = useTexts();
  const [role, ...others] = names;
  return (
    <Notice kind="info">
      {rich('level.several', {
        n: names.length,
        others: list(others),
        count: others.length,
        role: <strong key="role">{role}</strong>,
      })}
    </Notice>
  );
}
