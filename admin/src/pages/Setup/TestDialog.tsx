import * as React from 'react';

import {
  Box,
  Button,
  Field,
  Flex,
  SingleSelect,
  SingleSelectOption,
  TextInput,
  Typography,
} from '@strapi/design-system';

import { useApi } from '../../api/client';
import { FormDialog } from '../../components/form/FormDialog';
import { EffectText } from '../../components/logs/LogParts';
import { nameProduct } from '../../utils/names';
import { useAction } from '../../hooks/useAction';
import { useFieldErrors } from '../../hooks/useProblemText';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { testEmail } from './test-email';
import { useTestSentence } from './useTestSentence';

import type { Mapping } from '../../../../contracts/mapping';
import { TEST_EVENT_KINDS } from '../../../../contracts/lists';
import type {
  SendTestEventBody,
  TestEventKind,
  TestEventResult,
} from '../../../../contracts/test-event';

interface TestDialogProps {
  onClose: () => void;
  onSent: (result: TestEventResult) => void;
}

/** A webhook as Kartra would send it: first without changing anything, then for a member who is marked as a test. */
export function TestDialog({ onClose, onSent }: TestDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const mappings = useResource('test-mappings', api.mappings);
  const [kind, setKind] = React.useState<TestEventKind>('sale');
  const [chosen, setChosen] = React.useState<number | null>(null);
  const [email, setEmail] = React.useState(() => testEmail(window.location.hostname));
  const [tried, setTried] = React.useState<TestEventResult | null>(null);
  const attempt = useAction((body: SendTestEventBody) => api.sendTestEvent(body));
  const products = mappings.data ?? [];
  const mapping = products.find(({ id }) => id === chosen) ?? products[0];

  const run = async (dryRun: boolean) => {
    setTried(null);
    const result = mapping ? await attempt.run(bodyOf(kind, mapping, email, dryRun)) : undefined;
    if (!result) {
      return;
    }
    if (dryRun) {
      setTried(result);
    } else {
      onSent(result);
    }
  };
  /** What was tried before says nothing about what is chosen now. */
  const change = (apply: () => void) => {
    apply();
    setTried(null);
    attempt.clear();
  };
  const emailError = useFieldErrors(attempt.problem).email;

  return (
    <FormDialog
      title={t('test.open')}
      submitLabel={t('test.send')}
      isRunning={attempt.isRunning}
      problem={emailError ? null : attempt.problem}
      onSubmit={() => void run(false)}
      onClose={onClose}
    >
      <Field.Root name="kind" alignItems="stretch">
        <Field.Label>{t('test.event')}</Field.Label>
        <SingleSelect
          value={kind}
          onChange={(value) => change(() => setKind(value as TestEventKind))}
        >
          {TEST_EVENT_KINDS.map((name) => (
            <SingleSelectOption key={name} value={name}>
              {t(`kind.${name}`)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
      <Field.Root name="productId" alignItems="stretch">
        <Field.Label>{t('test.product')}</Field.Label>
        <SingleSelect
          value={mapping ? String(mapping.id) : ''}
          disabled={products.length === 0}
          onChange={(value) => change(() => setChosen(Number(value)))}
        >
          {products.map((product) => (
            <SingleSelectOption key={product.id} value={String(product.id)}>
              {labelOf(product)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
      {mappings.data && products.length === 0 ? (
        <Typography textColor="neutral600">{t('test.no-mapping')}</Typography>
      ) : null}
      <Field.Root name="email" error={emailError} alignItems="stretch">
        <Field.Label>{t('test.email')}</Field.Label>
        <TextInput
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) =>
            change(() => setEmail(event.target.value))
          }
        />
        <Field.Error />
      </Field.Root>
      <Box>
        <Button
          variant="tertiary"
          loading={attempt.isRunning}
          disabled={!mapping}
          onClick={() => void run(true)}
        >
          {t('test.try')}
        </Button>
      </Box>
      <Box role="status">{tried ? <Tried result={tried} /> : null}</Box>
    </FormDialog>
  );
}

function Tried({ result }: { result: TestEventResult }) {
  const sentence = useTestSentence(result);
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography fontWeight="bold">{sentence}</Typography>
      {result.effect ? (
        <Typography>
          <EffectText effect={result.effect} />
        </Typography>
      ) : null}
    </Flex>
  );
}

const bodyOf = (
  kind: TestEventKind,
  { productId, pricePoint }: Mapping,
  email: string,
  dryRun: boolean
): SendTestEventBody => ({ kind, productId, pricePoint, email: email.trim(), dryRun });

function labelOf({ productId, productName, pricePoint }: Mapping): string {
  const name = nameProduct(productName, productId) ?? productId;
  return pricePoint === null ? name : `${name} · ${pricePoint}`;
}
