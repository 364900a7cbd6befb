import { ConflictNotice } from '../../components/form/ConflictNotice';
import { FormDialog } from '../../components/form/FormDialog';
import { LevelsSelect } from '../../components/form/LevelsSelect';
import { MailNameField, PricePointField, ProductField } from '../../components/form/MappingFields';
import { PolicyFields } from './PolicyFields';
import { EMPTY_DRAFT, useMappingForm } from '../../components/form/useMappingForm';
import { useTexts } from '../../hooks/useTexts';
import { draftOf, policiesOf, sayPolicies } from '../../utils/policies';

import type { Mapping } from '../../../../contracts/mapping';
import type { MappingForm } from '../../components/form/useMappingForm';
import type { Levels } from '../../hooks/useLevels';

interface MappingDialogProps {
  /** Absent for a new one. */
  edited: Mapping | undefined;
  productId: string;
  levels: Levels;
  onClose: () => void;
  onSaved: (mapping: Mapping) => void;
}

export function MappingDialog({ edited, productId, levels, onClose, onSaved }: MappingDialogProps) {
  const { t } = useTexts();
  const form = useMappingForm(
    edited
      ? {
          productId: edited.productId,
          pricePoint: edited.pricePoint ?? '',
          mailName: edited.mailName ?? '',
          // One whose role is gone cannot be saved again.
          levels: edited.roles.filter(({ missing }) => !missing).map(({ roleId }) => roleId),
          policies: draftOf(edited),
        }
      : { ...EMPTY_DRAFT, productId },
    levels,
    edited
  );
  const submit = async () => {
    const saved = await form.submit();
    if (saved) {
      onSaved(saved);
    }
  };
  return (
    <FormDialog
      title={
        edited
          ? t('mapping.edit-title', { product: edited.productName ?? edited.productId })
          : t('mapping.add')
      }
      submitLabel={t(edited ? 'mapping.save' : 'mapping.add')}
      isRunning={form.isRunning}
      problem={form.problem}
      isDirty={form.isDirty}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {form.conflict ? <MappingConflict form={form} levels={levels} /> : null}
      <ProductField form={form} />
      <PricePointField form={form} />
      <LevelsSelect
        levels={levels}
        value={form.draft.levels}
        onChange={(chosen) => form.change({ levels: chosen })}
        error={form.errors.levels}
      />
      <MailNameField form={form} />
      <PolicyFields form={form} />
      {form.preview}
    </FormDialog>
  );
}

interface MappingConflictProps {
  form: MappingForm;
  levels: Levels;
}

function MappingConflict({ form, levels }: MappingConflictProps) {
  const texts = useTexts();
  const { t } = texts;
  const { draft, conflict } = form;
  if (!conflict) {
    return null;
  }
  const sayLevels = (roleIds: readonly number[]) => texts.list(levels.namesOf(roleIds)) || '–';
  return (
    <ConflictNotice
      saved={{ by: conflict.savedBy, at: conflict.savedAt }}
      isSaving={form.isRunning}
      onTakeTheirs={form.takeTheirs}
      fields={[
        { label: t('mapping.product'), theirs: conflict.productId, yours: draft.productId },
        {
          label: t('mapping.price-point'),
          theirs: conflict.pricePoint ?? t('mapping.all'),
          yours: draft.pricePoint.trim() || t('mapping.all'),
        },
        {
          label: t('mapping.mail-name'),
          theirs: conflict.mailName ?? t('mapping.mail-name-kartra'),
          yours: draft.mailName.trim() || t('mapping.mail-name-kartra'),
        },
        {
          label: t('level.labels'),
          theirs: sayLevels(conflict.levels),
          yours: sayLevels(draft.levels),
        },
        {
          label: t('policy.title'),
          theirs: sayPolicies(conflict, texts),
          yours: sayPolicies(policiesOf(draft.policies), texts),
        },
      ]}
    />
  );
}
