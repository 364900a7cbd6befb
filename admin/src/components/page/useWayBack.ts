import * as React from 'react';

import { NavigationType, useLocation, useNavigationType } from 'react-router-dom';

interface Place {
  /** Address of the link that was followed. */
  readonly href: string;
  readonly scrollers: readonly { readonly depth: number; readonly top: number }[];
}

/** Where the person was, by entry of the browser's history; as long as the panel is open. */
const places = new Map<string, Place>();

const LOOK_MS = 100;
const LOOK_TIMES = 50;

/** The element and all around it, from the inside out. */
function ancestors(element: Element): Element[] {
  const found: Element[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) {
    found.push(at);
  }
  return found;
}

/**
 * Back returns to the row: after following a link in this element and coming back, the same place is in view and
 * the link focused, as soon as the rows are loaded.
 */
export function useWayBack() {
  const element = React.useRef<HTMLDivElement>(null);
  const { key } = useLocation();
  const isBack = useNavigationType() === NavigationType.Pop;

  const onClickCapture = (event: React.MouseEvent) => {
    const link = (event.target as Element).closest('a[href]');
    if (link && element.current) {
      places.set(key, {
        href: link.getAttribute('href') ?? '',
        scrollers: ancestors(element.current)
          .map(({ scrollTop }, depth) => ({ depth, top: scrollTop }))
          .filter(({ top }) => top > 0),
      });
    }
  };

  React.useEffect(() => {
    const place = isBack ? places.get(key) : undefined;
    if (!place) {
      return undefined;
    }
    let times = 0;
    const timer = window.setInterval(() => {
      times += 1;
      const link = [...(element.current?.querySelectorAll('a[href]') ?? [])].find(
        (found) => found.getAttribute('href') === place.href
      );
      if (link instanceof HTMLElement && element.current) {
        const around = ancestors(element.current);
        for (const { depth, top } of place.scrollers) {
          around[depth]?.scrollTo({ top });
        }
        link.focus({ preventScroll: place.scrollers.length > 0 });
      }
      if (link || times >= LOOK_TIMES) {
        window.clearInterval(timer);
      }
    }, LOOK_MS);
    return () => window.clearInterval(timer);
  }, [key, isBack]);

  return { ref: element, onClickCapture };
}
