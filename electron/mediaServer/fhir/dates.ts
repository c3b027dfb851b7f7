/** A FHIR date, dateTime or instant is a span of time: [low, high) in ms since 1970. */
export interface DateRange {
  readonly low: number;
  readonly high: number;
}

const pattern = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;

/**
 * Seconds may be left out (as searches may), the zone may not once there is a time. Days without a zone are UTC days.
 * @returns undefined when it is not a date. https://hl7.org/fhir/R4/datatypes.html#dateTime
 */
export function parseDateRange(text: string): DateRange | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const low = Date.parse(
    hour === undefined
      ? `${String(year)}-${month ?? '01'}-${day ?? '01'}T00:00:00Z`
      : `${String(year)}-${String(month)}-${String(day)}T${hour}:${String(minute)}:${second ?? '00'}.${(fraction ?? '0').slice(0, 3)}${String(zone)}`,
  );
  if (Number.isNaN(low)) return undefined;
  // Date.parse lets 30 February slip into March.
  if (day !== undefined && new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() !== Number(day)) return undefined;
  if (fraction !== undefined) return { low, high: low + 1 };
  if (second !== undefined) return { low, high: low + 1000 };
  if (minute !== undefined) return { low, high: low + 60_000 };
  if (day !== undefined) return { low, high: low + 86_400_000 };
  const end = month === undefined ? Date.UTC(Number(year) + 1, 0, 1) : Date.UTC(Number(year), Number(month), 1);
  return { low, high: end };
}
