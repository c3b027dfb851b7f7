/** Where a bug happened, for the log; without its message, which could quote a patient's data. */
export function defectTrace(error: unknown): string {
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line)) : [];
  return ['lightbox: unexpected failure', ...frames].join('\n');
}
