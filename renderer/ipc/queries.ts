import { QueryClient, keepPreviousData, useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query';
import type { FailureError } from '../../shared/errors/result.ts';
import type { MethodInput, MethodName, MethodOutput } from '../../shared/ipc/contract.ts';
import { invoke } from './client.ts';

export interface QuestionOptions {
  readonly enabled?: boolean;
  /** Go on showing the last answer while the input changes (search as you type). */
  readonly keepPrevious?: boolean;
}

/** The answer of a reading method, asked again whenever an event says that it may have changed. */
export function useAnswer<Name extends MethodName>(
  name: Name,
  input: MethodInput<Name>,
  options: QuestionOptions = {},
): UseQueryResult<MethodOutput<Name>, FailureError> {
  return useQuery<MethodOutput<Name>, FailureError>({
    queryKey: input === undefined ? [name] : [name, input],
    queryFn: () => invoke(name, input),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** A method that changes something. */
export function useAction<Name extends MethodName>(name: Name): UseMutationResult<MethodOutput<Name>, FailureError, MethodInput<Name>> {
  return useMutation<MethodOutput<Name>, FailureError, MethodInput<Name>>({
    mutationFn: (input) => invoke(name, input),
  });
}

/**
 * The main side is always reachable, whatever the network does, and says when something changed: no retries,
 * no polling, no pausing while offline.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
