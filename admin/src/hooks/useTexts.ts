import * as React from 'react';

import { useIntl } from 'react-intl';

import { PLUGIN_ID } from '../pluginId';
import en from '../translations/en.json';
import { sayCoded } from '../utils/sentences';

import type { Family, TextKey, Texts } from '../utils/texts';

export function useTexts(): Texts {
  const intl = useIntl();
  return React.useMemo(() => {
    const describe = (key: TextKey) => ({ id: `${PLUGIN_ID}.${key}`, defaultMessage: en[key] });
    return {
      t: (key, values) => intl.formatMessage(describe(key), values),
      rich: (key, values) => intl.formatMessage(describe(key), values),
      list: (names) => intl.formatList(names, { type: 'conjunction' }),
      say: (family, sentence) => sayCoded(intl, sentence, idsOf(family, sentence.code)),
      lookUp: (key, fallback) => {
        const id = `${PLUGIN_ID}.${key}`;
        return id in intl.messages ? intl.formatMessage({ id }) : fallback;
      },
    };
  }, [intl]);
}

/** The keys of a code: an activity line may also be the outcome of a webhook. */
function idsOf(family: Family, code: string): readonly string[] {
  switch (family) {
    case 'outcome':
    case 'failure':
    case 'refusal':
      return [`${family}.${code}`];
    case 'explain':
    case 'why':
      return [code];
    case 'timeline':
      return [`timeline.${code}`, `outcome.${code}`];
  }
}
