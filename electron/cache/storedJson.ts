import type { z } from 'zod';
import { checkedAs } from '../../shared/fhir/codec/checkedAs.ts';

/** Parses a JSON column; what does not fit its schema is a bug or damage and throws. Members stay in their order. */
export function readJson<Value>(schema: z.ZodType<Value, Value>, text: string): Value {
  const checked = checkedAs(schema, JSON.parse(text));
  if (!checked.success) throw checked.error;
  return checked.data;
}

export function readNullableJson<Value>(schema: z.ZodType<Value, Value>, text: string | null): Value | null {
  return text === null ? null : readJson(schema, text);
}

export function writeNullableJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
