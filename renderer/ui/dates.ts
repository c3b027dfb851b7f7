/** Dates as the screen writes them: day, month as a word, year, so that no country reads them wrongly. Everything in local time. */
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const datePattern = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/;

interface DateParts {
  readonly year: number;
  /** 1..12 */
  readonly month: number | undefined;
  readonly day: number | undefined;
}

function partsOf(fhirDate: string): DateParts | undefined {
  const match = datePattern.exec(fhirDate);
  if (match === null) return undefined;
  const [, year, month, day] = match;
  return { year: Number(year), month: month === undefined ? undefined : Number(month), day: day === undefined ? undefined : Number(day) };
}

function write({ year, month, day }: DateParts): string {
  return [day, month === undefined ? undefined : months[month - 1], year].filter((part) => part !== undefined).join(' ');
}

function localParts(instant: Date): DateParts {
  return { year: instant.getFullYear(), month: instant.getMonth() + 1, day: instant.getDate() };
}

/** A FHIR date of any precision: "1961", "Mar 1961", "12 Mar 1961". */
export function formatDate(fhirDate: string): string {
  const parts = partsOf(fhirDate);
  return parts === undefined ? fhirDate : write(parts);
}

/** The local day of a FHIR dateTime; a date without time stays the day it names. */
export function formatDay(fhirDateTime: string): string {
  const instant = fhirDateTime.includes('T') ? new Date(fhirDateTime) : undefined;
  return instant === undefined || Number.isNaN(instant.getTime()) ? formatDate(fhirDateTime) : write(localParts(instant));
}

/** "14:02" in local time, or null for a dateTime that has no time. */
export function formatTime(fhirDateTime: string): string | null {
  const instant = new Date(fhirDateTime);
  if (!fhirDateTime.includes('T') || Number.isNaN(instant.getTime())) return null;
  return `${String(instant.getHours()).padStart(2, '0')}:${String(instant.getMinutes()).padStart(2, '0')}`;
}

/** "14:02" today, "12 Mar, 14:02" this year, "12 Mar 2025, 14:02" before. Instants in ms since 1970 UTC. */
export function formatInstant(instant: number, now: number): string {
  const [date, today] = [new Date(instant), new Date(now)];
  const time = `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
  if (date.toDateString() === today.toDateString()) return time;
  const written = write(localParts(date));
  return `${date.getFullYear() === today.getFullYear() ? written.replace(/ \d{4}$/, '') : written}, ${time}`;
}

/** Completed years, or months under two years, or days under one month: "64 y", "17 mo", "9 d". Undefined for a birth year alone. */
export function formatAge(birthDate: string, now: number): string | undefined {
  const birth = partsOf(birthDate);
  if (birth === undefined || birth.month === undefined) return undefined;
  const today = new Date(now);
  const day = birth.day ?? 1;
  const completedMonths = (today.getFullYear() - birth.year) * 12 + today.getMonth() + 1 - birth.month - (today.getDate() < day ? 1 : 0);
  if (completedMonths < 0) return undefined;
  if (completedMonths >= 24) return `${String(Math.floor(completedMonths / 12))} y`;
  if (completedMonths >= 1) return `${String(completedMonths)} mo`;
  return `${String(Math.max(0, Math.floor((now - new Date(birth.year, birth.month - 1, day).getTime()) / 86_400_000)))} d`;
}

/** "1:05" from seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  return `${String(Math.floor(whole / 60))}:${String(whole % 60).padStart(2, '0')}`;
}

/** "8 s left", "3 min left": rounded as far as it can be foretold. */
export function formatTimeLeft(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${String(Math.max(1, Math.ceil(seconds)))} s left`;
  return seconds < 3600 ? `${String(Math.ceil(seconds / 60))} min left` : `${String(Math.ceil(seconds / 3600))} h left`;
}
