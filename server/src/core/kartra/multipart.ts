/**
 * multipart/form-data, which PHP's curl makes of an array. Whether a body is one is seen by its first line; the stored
 * body has no header that would say so. A body is a text here, one character a byte or decoded.
 */

export interface Part {
  /** Everything in front of the value. */
  readonly head: string;
  readonly value: string;
  /** What is left of the line break that ends the value. */
  readonly end: string;
}

export interface Multipart {
  /** The separator of two parts. */
  readonly delimiter: string;
  /** Head, value and end of each, joined by the delimiter, are the body again. */
  readonly parts: readonly Part[];
}

/** `--boundary` and then a header, behind blanks or a byte order mark. A boundary has at most 70 characters (RFC 2046, section 5.1.1). */
const START = /^(?:\s|\u00ef\u00bb\u00bf)*--([^\r\n]{1,70})\r?\n[\w-]+[ \t]*:/;
const BLANK_LINE = /\r?\n\r?\n/;

/** Null when it is none; at most `limit` parts. */
export function readMultipart(body: string, limit?: number): Multipart | null {
  const boundary = START.exec(body)?.[1];
  if (boundary === undefined) return null;
  const delimiter = `\n--${boundary}`;
  return { delimiter, parts: body.split(delimiter, limit).map(readPart) };
}

function readPart(part: string): Part {
  const blank = BLANK_LINE.exec(part);
  const start = blank ? blank.index + blank[0].length : part.length;
  const end = part.length > start && part.endsWith('\r') ? '\r' : '';
  return { head: part.slice(0, start), value: part.slice(start, part.length - end.length), end };
}

const DISPOSITION = /^[ \t]*content-disposition[ \t]*:[ \t]*form-data\b(.*)$/im;
const NAME = /;[ \t]*name[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i;
const FILE = /;[ \t]*filename\*?[ \t]*=/i;

/** The field's name; null where the part is none (the end of the body, say). */
export function nameOfPart({ head }: Part): string | null {
  const [, quoted, bare] = NAME.exec(DISPOSITION.exec(head)?.[1] ?? '') ?? [];
  return quoted?.replace(/\\(.)/g, '$1').trim() ?? bare ?? null;
}

/** An uploaded file is no field. */
export const isFile = ({ head }: Part): boolean => FILE.test(DISPOSITION.exec(head)?.[1] ?? '');
