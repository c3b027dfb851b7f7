/** DA ("20261123", of old "2026.11.23") as a FHIR date; null for what is no day of the calendar. DICOM PS3.5, 6.2. */
export function dateOf(value: string | undefined): string | null {
  const [, year, month, day] = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(value ?? '') ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
  return isDay ? `${year}-${month}-${day}` : null;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** TM ("1004", "100405.25", of old "10:04:05") as a FHIR time of day, to the second; null where there are not even minutes. */
export function timeOf(value: string | undefined): string | null {
  const [, hours, minutes, seconds = '00'] = /^(\d{2}):?(\d{2}):?(\d{2})?(?:\.\d+)?$/.exec(value ?? '') ?? [];
  if (hours === undefined || minutes === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  return `${hours}:${minutes}:${seconds === '60' ? '59' : seconds}`;
}
