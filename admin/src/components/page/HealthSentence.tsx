import type * as React from 'react';

import { useDates } from '../../hooks/useDates';
import { useNow } from '../../hooks/useNow';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { countDecisions } from '../../utils/progress';
import { linkTo } from '../TextLink';

import type { Overview } from '../../../../contracts/overview';
import type { Dates } from '../../hooks/useDates';
import type { Texts } from '../../utils/texts';

/** The answer to "is all well?": the first sentence that applies, linked to what it speaks of. */
export function HealthSentence({ overview, isPlain }: { overview: Overview; isPlain?: boolean }) {
  const texts = useTexts();
  const dates = useDates();
  const now = useNow();
  const link = isPlain ? plain : (path: string) => linkTo(`${BASE_PATH}${path}`);
  return <>{chooseSentence(overview, { texts, dates, now, link })}</>;
}

/** Inside a card that is itself a link no second link may stand. */
function plain() {
  return (chunks: React.ReactNode[]): React.ReactNode => <>{chunks}</>;
}

interface Means {
  texts: Texts;
  dates: Dates;
  now: number;
  link: (path: string) => (chunks: React.ReactNode[]) => React.ReactNode;
}

function chooseSentence(overview: Overview, { texts, dates, now, link }: Means): React.ReactNode {
  const { rich, t } = texts;
  const { facts } = overview;
  const lost = overview.lost.spans.at(-1);
  const ago = facts.lastWebhookAt ? dates.ago(facts.lastWebhookAt, now) : '';
  if (overview.state === 'copy') {
    return t('health.copy');
  }
  if (facts.enabledAt === null) {
    return t('health.not-enabled');
  }
  if (overview.lost.count > 0 && lost) {
    return rich('health.lost', {
      a: link('/setup'),
      n: overview.lost.count,
      date: dates.day(lost.from),
      from: dates.time(lost.from),
      to: dates.time(lost.to),
    });
  }
  if (overview.dead > 0) {
    return rich('health.dead', { n: overview.dead, a: link('/webhook-logs?state=dead') });
  }
  if (overview.failing > 0) {
    const time = overview.nextAttemptAt ? dates.time(overview.nextAttemptAt) : '–';
    return rich('health.failing', {
      n: overview.failing,
      time,
      a: link('/webhook-logs?state=failed'),
    });
  }
  if (overview.state === 'paused') {
    const n = overview.heldByReason.paused ?? 0;
    const time = overview.stateSince ? dates.short(overview.stateSince, now) : '–';
    return rich('health.paused', { n, time, a: link('/webhook-logs?state=held&reason=paused') });
  }
  if (overview.state === 'off') {
    return t('health.off');
  }
  const decisions = countDecisions(overview);
  if (decisions > 0) {
    return rich('health.held', { n: decisions, ago, a: link('/held') });
  }
  if (overview.sharedIds.count > 0) {
    return rich('health.shared-ids', { n: overview.sharedIds.count, a: link('/setup') });
  }
  if (overview.silence) {
    return rich('health.silence', {
      a: link('/webhook-logs'),
      since: dates.span(now - Date.parse(overview.silence.since)),
      usual: dates.span(overview.silence.usualMs),
    });
  }
  if (facts.lastWebhookAt === null) {
    return t('health.waiting');
  }
  return rich('health.well', { ago, a: link('/webhook-logs') });
}
