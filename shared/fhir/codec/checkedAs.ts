import type { z } from 'zod';

type Checked<Value> = { readonly success: true; readonly data: Value } | { readonly success: false; readonly error: z.ZodError };

/**
 * As `schema.safeParse`, but what is answered is the very value that was checked. zod builds every object anew, in the order of its schema;
 * a resource goes back to its chart with its elements in the order in which they came.
 * @param schema one that only looks: nothing in it transforms, so that what comes out is what went in.
 */
export function checkedAs<Value>(schema: z.ZodType<Value, Value>, value: unknown): Checked<Value> {
  const parsed = schema.safeParse(value);
  return parsed.success ? { success: true, data: value as Value } : { success: false, error: parsed.error };
}
