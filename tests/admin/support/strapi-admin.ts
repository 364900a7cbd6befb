import { allowedKey } from '../../../admin/src/permissions';
import { PERMISSION_NAMES } from '../../../contracts/lists';

/** The edge of the panel in component tests: what it asks of the server is answered by the test. */
type Request = (address: string, body?: unknown) => Promise<{ data: unknown }>;

export const server: Record<'get' | 'post' | 'put' | 'del', jest.MockedFunction<Request>> = {
  get: jest.fn(),
  post: jest.fn(),
  put: jest.fn(),
  del: jest.fn(),
};

/** What the person was told in passing. */
export const toggleNotification = jest.fn();

export const useFetchClient = () => server;
/** The browser takes what is copied. */
export const useClipboard = () => ({ copy: () => Promise.resolve(true) });
export const useNotification = () => ({ toggleNotification });
/** An administrator who may do everything. */
export const useAuth = <Value>(_who: string, select: (auth: { isLoading: boolean }) => Value) =>
  select({ isLoading: false });
export const useRBAC = () => ({ allowedActions: EVERYTHING, isLoading: false, error: undefined });
const EVERYTHING = Object.fromEntries(PERMISSION_NAMES.map((name) => [allowedKey(name), true]));
