/** What the panel may know about a request that failed. */
export interface Problem {
  readonly status: number;
  /** The server's own sentence; empty when it did not answer. */
  readonly message: string;
  /** The server's sentence for each field that it refused. */
  readonly fields: Readonly<Record<string, string>>;
  /** With 409: what stands there now. */
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
  return {
    status: typeof body?.status === 'number' ? body.status : 0,
    message: typeof body?.message === 'string' ? body.message : '',
    fields: readFields(details?.errors),
    current: details?.current,
  };
}

function readFields(errors: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const entry of Array.isArray(errors) ? errors : []) {
    if (isRecord(entry) && Array.isArray(entry.path) && typeof entry.message === 'string') {
      fields[entry.path.join('.')] = entry.message;
    }
  }
  return fields;
}
