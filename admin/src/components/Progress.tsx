import { styled } from 'styled-components';

const Track = styled.div<{ $isWide: boolean }>`
  width: ${({ $isWide }) => ($isWide ? '100%' : '16rem')};
  max-width: 100%;
  height: 0.8rem;
  overflow: hidden;
  border-radius: 0.4rem;
  background: ${({ theme }) => theme.colors.neutral200};
`;

const Bar = styled.div<{ $share: number }>`
  width: ${({ $share }) => $share * 100}%;
  height: 100%;
  background: ${({ theme }) => theme.colors.primary600};
`;

interface ProgressProps {
  /** 0 to 1. */
  share: number;
  label: string;
  /** What is read out instead of a percentage. */
  text: string;
  /** As wide as there is room; else beside other things. */
  isWide?: boolean;
}

/** Strapi's `ProgressBar` is white on grey and announces no value. */
export function Progress({ share, label, text, isWide = false }: ProgressProps) {
  return (
    <Track
      $isWide={isWide}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
      aria-valuetext={text}
    >
      <Bar $share={share} />
    </Track>
  );
}
