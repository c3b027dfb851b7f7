import { countOf } from '../ui/index.ts';

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const dayLength = 86_400_000;

/** Midnight of the local day, counted in UTC so that no change of the clocks makes a day shorter; null for what names no day. */
function dayOf(fhirDateTime: string | null): number | null {
  if (fhirDateTime === null) return null;
  const [, year, month, date] = day.exec(fhirDateTime) ?? [];
  if (year !== undefined) return Date.UTC(Number(year), Number(month) - 1, Number(date));
  const instant = new Date(fhirDateTime);
  if (!fhirDateTime.includes('T') || Number.isNaN(instant.getTime())) return null;
  return Date.UTC(instant.getFullYear(), instant.getMonth(), instant.getDate());
}

/** Whole days from one FHIR dateTime to another, by the local calendar; null where one of them names no day. */
export function daysBetween(from: string | null, to: string | null): number | null {
  const [first, second] = [dayOf(from), dayOf(to)];
  return first === null || second === null ? null : Math.round((second - first) / dayLength);
}

/** "14 days later", "same day"; null where nobody can tell. */
export function describeInterval(from: string | null, to: string | null): string | null {
  const days = daysBetween(from, to);
  if (days === null) return null;
  if (days === 0) return 'same day';
  return `${countOf(Math.abs(days), 'day')} ${days > 0 ? 'later' : 'earlier'}`;
}

/** Earliest first; what has no date comes last, else in the order given. */
export function byDate<Dated extends { readonly createdAt: string | null }>(media: readonly Dated[]): readonly Dated[] {
  const instant = ({ createdAt }: Dated) => (createdAt === null ? Number.POSITIVE_INFINITY : Date.parse(createdAt));
  return media.toSorted((a, b) => (instant(a) === instant(b) ? 0 : instant(a) - instant(b)));
}
