import { source } from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** The whole of our part of the page; Strapi's own menu around it is not ours to mend. */
const OURS = 'main, [role="dialog"], [role="alertdialog"]';

/** Serious and critical faults that axe finds, each with where it is. */
export async function findSeriousFaults(page: Page): Promise<string[]> {
  // Strapi's own colours under the mouse are not ours to mend either.
  await page.mouse.move(0, 0);
  await page.evaluate(source);
  const results = await page.evaluate(async (selector): Promise<Pick<AxeResults, 'violations'>> => {
    const include = [...document.querySelectorAll(selector)];
    return (
      window as unknown as { axe: { run: (context: unknown) => Promise<AxeResults> } }
    ).axe.run({ include });
  }, OURS);
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}
