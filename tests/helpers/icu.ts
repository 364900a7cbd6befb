import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';

/** Names of the values and tags of a message, however deep they stand. */
function namesIn(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    switch (element.type) {
      case TYPE.literal:
      case TYPE.pound:
        return [];
      case TYPE.tag:
        return [`<${element.value}>`, ...namesIn(element.children)];
      case TYPE.plural:
      case TYPE.select:
        return [
          element.value,
          ...Object.values(element.options).flatMap(({ value }) => namesIn(value)),
        ];
      default:
        return [element.value];
    }
  });
}

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** What a message of ICU MessageFormat takes, each once. */
export const valuesOf = (message: string): string[] => sorted(namesIn(parse(message)));

/** The same where `{Name}` and `{hasName}` are other ways to write `{name}`. */
export const plainNamesIn = (message: string): string[] =>
  sorted(
    valuesOf(message).map((name) => {
      const plain = name.replace(/^has(?=[A-Z])/, '');
      return plain.charAt(0).toLowerCase() + plain.slice(1);
    })
  );
