import type { z } from 'zod';

/** Parses a JSON column; what does not fit its schema is a bug or damage and throws. */
export function readJson<Schema extends z.ZodType>(schema: Schema, text: string): z.infer<Schema> {
  return schema.parse(JSON.parse(text));
}

export function readNullableJson<Schema extends z.ZodType>(schema: Schema, text: string | null): z.infer<Schema> | null {
  return text === null ? null : readJson(schema, text);
}

export function writeNullableJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
