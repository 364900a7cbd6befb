import type { CodedSentence } from '../utils/sentences';

/** What the panel may know about a request that failed. */
export interface Problem {
  readonly status: number;
  /** The server's own sentence; empty when it did not answer. */
  readonly message: string;
  /** The same to be said in the panel's language; null where the server knows no code for it. */
  readonly refusal: CodedSentence | null;
  /** The server's sentence for each field that it refused; without a code, in English only. */
  readonly fields: Readonly<Record<string, CodedSentence>>;
  /** With 409: the current state. */
  readonly current: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Null when the request was only abandoned, because the page that asked was left. */
export function readProblem(error: unknown): Problem | null {
  if (error instanceof Error && error.name === 'AbortError') {
    return null;
  }
  const answer = isRecord(error) && isRecord(error.response) ? error.response.data : undefined;
  const body = isRecord(answer) && isRecord(answer.error) ? answer.error : undefined;
  const details = isRecord(body?.details) ? body.details : undefined;
  const message = typeof body?.message === 'string' ? body.message : '';
  return {
    status: typeof body?.status === 'number' ? body.status : 0,
    message,
    refusal: readRefusal(details, message),
    fields: readFields(details?.errors),
    current: details?.current,
  };
}

function readRefusal(
  details: Record<string, unknown> | undefined,
  text: string
): CodedSentence | null {
  const first: unknown = Array.isArray(details?.errors) ? details.errors[0] : details;
  return isRecord(first) && typeof first.code === 'string' ? readSentence(first, text) : null;
}

function readSentence({ code, values }: Record<string, unknown>, text: string): CodedSentence {
  return {
    code: typeof code === 'string' ? code : '',
    values: isRecord(values) ? (values as CodedSentence['values']) : {},
    text,
  };
}

function readFields(errors: unknown): Record<string, CodedSentence> {
  const fields: Record<string, CodedSentence> = {};
  for (const entry of Array.isArray(errors) ? errors : []) {
    if (isRecord(entry) && Array.isArray(entry.path) && typeof entry.message === 'string') {
      fields[entry.path.join('.')] = readSentence(entry, entry.message);
    }
  }
  return fields;
}
