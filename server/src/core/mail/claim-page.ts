import { PAGE_TEXTS, renderPage, type PageLanguage } from './link-page';
import { escapeHtml } from './template';

export type PasswordProblem = 'too-short' | 'too-long' | 'refused';

/** What a claim link shows, and what it did. */
export type ClaimPage =
  /** Asks for a password. Opening it changed nothing: mail scanners open links. */
  | {
      readonly type: 'claim';
      readonly account: string;
      readonly fewest: number;
      readonly problem: PasswordProblem | null;
    }
  /** Asks whether an account that signs in with a provider is theirs. */
  | { readonly type: 'provider'; readonly account: string; readonly provider: string }
  | { readonly type: 'claimed' }
  | { readonly type: 'confirmed'; readonly provider: string }
  /** Used, or too old. Offers a new one. */
  | { readonly type: 'claim-ended' }
  | { readonly type: 'renewed' }
  | { readonly type: 'unknown' }
  | { readonly type: 'unavailable' };

export function renderClaimPage(page: ClaimPage, language: PageLanguage): string {
  const texts = PAGE_TEXTS[language];
  const values: Readonly<Record<string, string>> = {
    account: 'account' in page ? page.account : '',
    provider: 'provider' in page ? page.provider : '',
    count: 'fewest' in page ? String(page.fewest) : '',
  };
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '');
  const button = (label: string) => `<button>${escapeHtml(label)}</button>`;
  const form = (inside: string) => `<form method="post">${inside}</form>`;
  const render = (inside: string) =>
    renderPage(
      language,
      fill(texts[`${page.type}.title`]),
      fill(texts[`${page.type}.text`]),
      inside
    );
  switch (page.type) {
    case 'claim': {
      const problem = page.problem
        ? `<p class="problem" role="alert" id="problem">${escapeHtml(fill(texts[`claim.${page.problem}`]))}</p>`
        : '';
      const field =
        `<label for="password">${escapeHtml(texts['claim.password'])}</label>` +
        `<input id="password" name="password" type="password" autocomplete="new-password" required minlength="${page.fewest}"` +
        `${problem ? ' aria-describedby="problem" aria-invalid="true"' : ''}>`;
      return render(form(problem + field + button(texts['claim.button'])));
    }
    case 'provider':
      return render(
        form(`<input type="hidden" name="confirm" value="true">${button(texts['provider.button'])}`)
      );
    case 'claim-ended':
      return render(
        form(
          `<input type="hidden" name="again" value="true">${button(texts['claim-ended.button'])}`
        )
      );
    default:
      return render('');
  }
}
