import * as React from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { useApi, type Api } from '../../api/client';
import { useAction } from '../../hooks/useAction';
import { usePreviewConfirmation } from '../preview/usePreviewConfirmation';
import { useFieldErrors } from '../../hooks/useProblemText';
import { useTexts } from '../../hooks/useTexts';
import { readCurrentMapping } from '../../api/conflict';
import {
  findPolicyErrors,
  draftOf,
  GUIDE_DRAFT,
  isSamePolicy,
  policiesOf,
} from '../../utils/policies';
import { readProductId } from '../../utils/product-id';
import { sayMapping } from '../../utils/mapping';

import type { Mapping } from '../../../../contracts/mapping';
import type { Problem } from '../../api/problem';
import type { CurrentMapping } from '../../api/conflict';
import type { PolicyDraft } from '../../utils/policies';
import type { Levels } from '../../hooks/useLevels';
import type { Texts } from '../../utils/texts';

export interface MappingDraft {
  readonly productId: string;
  /** Empty: all price points. */
  readonly pricePoint: string;
  /** Empty: its name from Kartra. */
  readonly mailName: string;
  /** Roles it gives, highest first; none: not chosen yet. */
  readonly levels: readonly number[];
  readonly policies: PolicyDraft;
}

export interface MappingForm {
  readonly draft: MappingDraft;
  /** Something was typed or chosen that is not saved. */
  readonly isDirty: boolean;
  /** Someone else saved the same mapping in the meantime. */
  readonly conflict: CurrentMapping | null;
  readonly takeTheirs: () => void;
  readonly change: (part: Partial<MappingDraft>) => void;
  /** The existing mapping of the same product and price point. */
  readonly duplicate: Mapping | null;
  readonly errors: Readonly<Record<string, string | undefined>>;
  readonly problem: Problem | null;
  readonly isRunning: boolean;
  /** Who gains and who loses, shown before it is saved; to be put on the page. */
  readonly preview: React.ReactNode;
  /** The saved mapping, or undefined when something has to be corrected first. */
  readonly submit: () => Promise<Mapping | undefined>;
}

export const EMPTY_DRAFT: MappingDraft = {
  productId: '',
  pricePoint: '',
  mailName: '',
  levels: [],
  policies: GUIDE_DRAFT,
};

/** Create and edit share one form: the same checks, the same errors, one way to save. */
export function useMappingForm(
  initial: MappingDraft,
  levels: Levels,
  edited?: Mapping
): MappingForm {
  const api = useApi();
  const texts = useTexts();
  const { toggleNotification } = useNotification();
  const [draft, setDraft] = React.useState(initial);
  const [saved, setSaved] = React.useState(initial);
  // As the form was opened: a list that is refreshed in the meantime must not hide that someone else saved.
  const [version, setVersion] = React.useState(edited?.version);
  const [isChecked, setIsChecked] = React.useState(false);
  const [duplicate, setDuplicate] = React.useState<Mapping | null>(null);
  const { confirm, dialog } = usePreviewConfirmation();
  const save = useAction(async (productId: string, over: number | undefined) => {
    const body = {
      productId,
      levels: draft.levels,
      pricePoint: draft.pricePoint.trim() || null,
      mailName: draft.mailName.trim() || null,
      ...policiesOf(draft.policies),
    };
    const existing = edited ? undefined : await findExisting(api, body);
    setDuplicate(existing ?? null);
    if (existing) {
      return undefined;
    }
    const source = api.previewMapping(edited ? { ...body, id: edited.id } : body);
    const productName = edited ? edited.productName : await findProductName(api, productId);
    const question = {
      title: texts.t('preview.mapping-title', { product: productName ?? productId }),
      summary: sayMapping({ ...body, productName }, levels.namesOf(draft.levels), texts),
    };
    if (!(await confirm(source, question))) {
      return undefined;
    }
    return edited
      ? api.updateMapping(edited.id, { ...body, version: over })
      : api.createMapping(body);
  });

  const errors = {
    ...(duplicate ? { productId: sayDuplicate(duplicate, texts) } : {}),
    ...(isChecked ? findErrors(draft, texts) : {}),
  };
  const fieldErrors = useFieldErrors(save.problem);
  const conflict = readCurrentMapping(save.problem);
  const submit = async () => {
    setIsChecked(true);
    const product = readProductId(draft.productId);
    const hasPolicyErrors = Object.keys(findPolicyErrors(draft.policies, texts)).length > 0;
    if (product.kind !== 'id' || draft.levels.length === 0 || hasPolicyErrors) {
      return undefined;
    }
    const mapping = await save.run(product.id, conflict?.version ?? version);
    if (mapping) {
      toggleNotification({
        type: 'success',
        message: texts.t(edited ? 'mapping.saved' : 'mapping.added'),
      });
      setDraft(EMPTY_DRAFT);
      setSaved(EMPTY_DRAFT);
      setIsChecked(false);
    }
    return mapping;
  };

  return {
    draft,
    isDirty:
      draft.productId !== saved.productId ||
      draft.pricePoint !== saved.pricePoint ||
      draft.mailName !== saved.mailName ||
      draft.levels.join() !== saved.levels.join() ||
      !isSamePolicy(draft.policies, saved.policies),
    conflict,
    takeTheirs: () => {
      if (conflict) {
        const { productId } = conflict;
        const roleIds = conflict.levels;
        const policies = draftOf(conflict);
        const theirs = {
          productId,
          levels: roleIds,
          policies,
          pricePoint: conflict.pricePoint ?? '',
          mailName: conflict.mailName ?? '',
        };
        setDraft(theirs);
        setSaved(theirs);
        setVersion(conflict.version);
        save.clear();
      }
    },
    change: (part) => {
      setDraft((previous) => ({ ...previous, ...part }));
      setDuplicate(null);
    },
    duplicate,
    errors: { ...fieldErrors, ...errors },
    problem:
      save.problem && !conflict && Object.keys(save.problem.fields).length === 0
        ? save.problem
        : null,
    isRunning: save.isRunning,
    preview: dialog,
    submit,
  };
}

async function findExisting(
  api: Api,
  { productId, pricePoint }: Pick<Mapping, 'productId' | 'pricePoint'>
): Promise<Mapping | undefined> {
  return (await api.mappings()).find(
    (mapping) => mapping.productId === productId && mapping.pricePoint === pricePoint
  );
}

/** As the webhooks call it. */
async function findProductName(api: Api, productId: string): Promise<string | null> {
  const offers = (await api.offers()).filter((offer) => offer.productId === productId);
  return offers.find(({ productName }) => productName !== null)?.productName ?? null;
}

function sayDuplicate({ productId, pricePoint, roles }: Mapping, { t, list }: Texts): string {
  return t('mapping.duplicate', {
    product: productId,
    pricePoint:
      pricePoint === null
        ? t('preview.all-price-points')
        : t('preview.price-point', { pricePoint }),
    level: list(roles.map(({ name }) => name ?? t('mapping.role-missing'))),
  });
}

function findErrors(draft: MappingDraft, texts: Texts): MappingForm['errors'] {
  const { t } = texts;
  const reading = readProductId(draft.productId);
  const productId = {
    id: undefined,
    missing: t('mapping.product-missing'),
    'other-page': t('mapping.product-other-page'),
  }[reading.kind];
  return {
    ...findPolicyErrors(draft.policies, texts),
    ...(productId ? { productId } : {}),
    ...(draft.levels.length === 0 ? { levels: t('level.missing') } : {}),
  };
}
