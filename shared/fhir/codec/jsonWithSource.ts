/** Source text access for JSON (ES2026): in Node 24 and Chromium, not yet in TypeScript's libraries. https://github.com/tc39/proposal-json-parse-with-source */
interface JsonWithSource {
  parse(text: string, reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown): unknown;
  stringify(value: unknown, replacer: (this: unknown, key: string, value: unknown) => unknown, space?: number): string;
  rawJSON(text: string): unknown;
}

/** JSON, with what a number looked like. */
export const jsonWithSource = JSON as unknown as JsonWithSource;
