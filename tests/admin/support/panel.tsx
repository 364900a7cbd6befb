import type * as React from 'react';

import { DesignSystemProvider } from '@strapi/design-system';
import { act, render } from '@testing-library/react';
import { IntlProvider } from 'react-intl';
import { createMemoryRouter, RouterProvider } from 'react-router-dom';

import panelTexts from '../../../admin/src/translations/en.json';
import sentences from '../../../texts/sentences/en.json';

const MESSAGES = Object.fromEntries(
  Object.entries({ ...panelTexts, ...sentences }).map(([key, text]) => [`kartra.${key}`, text])
);

/** Pages by path, in English; each address that is not named shows its own path. */
export function showPanel(pages: Readonly<Record<string, React.ReactNode>>, start = '/') {
  const router = createMemoryRouter(
    [...Object.entries(pages), ['*', 'another page'] as const].map(([path, element]) => ({
      path,
      element,
    })),
    { initialEntries: [start] }
  );
  const view = render(
    <IntlProvider locale="en" messages={MESSAGES}>
      <DesignSystemProvider locale="en">
        <RouterProvider router={router} future={{ v7_startTransition: true }} />
      </DesignSystemProvider>
    </IntlProvider>
  );
  return { ...view, router };
}

/** Time passes, and what was answered meanwhile is shown. */
export const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

/** The tab is hidden or shown again. */
export async function hideTab(isHidden: boolean): Promise<void> {
  Object.defineProperty(document, 'hidden', { configurable: true, value: isHidden });
  await act(async () => {
    document.dispatchEvent(new Event('visibilitychange'));
    await Promise.resolve();
  });
}

/** An answer of the server that is no success, as Strapi's client throws it. */
export function refusal(status: number, details: Readonly<Record<string, unknown>> = {}): Error {
  const error = { status, name: 'Error', message: 'Refused.', details };
  return Object.assign(new Error('Refused.'), { response: { data: { error } } });
}

/** A promise that is answered when the test says so. */
export function later<Value>() {
  let answer: (value: Value) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const promise = new Promise<Value>((resolve, reject) => {
    answer = resolve;
    fail = reject;
  });
  return {
    promise,
    answer: (value: Value) => answer(value),
    fail: (error: unknown) => fail(error),
  };
}
