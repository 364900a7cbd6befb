import * as React from 'react';

import { Searchbar, SearchForm } from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';

interface SearchBoxProps {
  label: string;
  value: string;
  onSearch: (value: string) => void;
}

/** Searches on Enter. Give it the value as `key`, so that an address changed from elsewhere shows. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const { t } = useTexts();
  const [text, setText] = React.useState(value);
  return (
    <SearchForm
      onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
      style={{ minWidth: '28rem' }}
    >
      <Searchbar
        name="search"
        value={text}
        placeholder={label}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => setText(event.target.value)}
        onClear={() => {
          setText('');
          onSearch('');
        }}
        clearLabel={t('common.clear')}
      >
        {label}
      </Searchbar>
    </SearchForm>
  );
}
