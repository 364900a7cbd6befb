import { ADMINISTRATOR } from './administrator';
import { checkAnswer } from './contract';

export interface ReplyError {
  readonly status: number;
  readonly name: string;
  readonly message: string;
  readonly details: unknown;
}

/** What the admin API answered; `data` is what the caller says it is, only present on success. */
export interface Reply<Data> {
  readonly status: number;
  readonly data: Data;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly error: ReplyError | null;
  readonly text: string;
}

export type Query = Readonly<Record<string, string | number | boolean>>;

/** The admin API of one site, as one administrator sees it over HTTP. Every answer is held against its contract. */
export interface AdminClient {
  get<Data = unknown>(path: string, query?: Query): Promise<Reply<Data>>;
  post<Data = unknown>(path: string, body?: object): Promise<Reply<Data>>;
  put<Data = unknown>(path: string, body?: object): Promise<Reply<Data>>;
  delete<Data = unknown>(path: string): Promise<Reply<Data>>;
}

interface Envelope<Data> {
  readonly data: Data;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly error: ReplyError | null;
}

function parse<Data>(text: string): Partial<Envelope<Data>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    // An empty body, or a page of HTML: the caller sees it as `text`.
    return {};
  }
}

export function adminClient(address: string, token: string | null): AdminClient {
  const call = async <Data>(
    method: string,
    path: string,
    { query, body }: { query?: Query; body?: object }
  ): Promise<Reply<Data>> => {
    const url = new URL(path, address);
    for (const [name, value] of Object.entries(query ?? {}))
      url.searchParams.set(name, String(value));
    const response = await fetch(url, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await response.text();
    const parsed = parse<Data>(text);
    checkAnswer(method, url, response.status, parsed);
    const { data, meta, error } = parsed;
    return {
      status: response.status,
      data: data as Data,
      meta: meta ?? {},
      error: error ?? null,
      text,
    };
  };
  return {
    get: (path, query = {}) => call('GET', path, { query }),
    post: (path, body = {}) => call('POST', path, { body }),
    put: (path, body = {}) => call('PUT', path, { body }),
    delete: (path) => call('DELETE', path, {}),
  };
}

/** The data of an answer that had to be a success. */
export function ok<Data>(reply: Reply<Data>): Data {
  if (reply.status >= 200 && reply.status < 300) return reply.data;
  throw new Error(`Expected a success, got ${reply.status}: ${reply.text}`);
}

interface Credentials {
  readonly email: string;
  readonly password: string;
}

export async function logIn(
  address: string,
  { email, password }: Credentials = ADMINISTRATOR
): Promise<AdminClient> {
  const anonymous = adminClient(address, null);
  const { token } = ok(
    await anonymous.post<{ token: string }>('/admin/login', { email, password })
  );
  return adminClient(address, token);
}

/** Signs in the first administrator, who is registered first where the database has none. */
export async function logInAsOwner(address: string): Promise<AdminClient> {
  const anonymous = adminClient(address, null);
  const { hasAdmin } = ok(await anonymous.get<{ hasAdmin: boolean }>('/admin/init'));
  if (!hasAdmin) ok(await anonymous.post('/admin/register-admin', ADMINISTRATOR));
  return logIn(address);
}
