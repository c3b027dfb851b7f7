import { describe, expect, it } from 'vitest';
import { formatAge, formatDate, formatDay, formatDuration, formatInstant, formatTime } from '../../../../renderer/ui/dates.ts';

/** Local time on purpose: the screen writes the time of the wall clock beside it. */
const at = (year: number, month: number, day: number, hour = 12, minute = 0) => new Date(year, month - 1, day, hour, minute).getTime();

describe('dates on the screen', () => {
  it('writes FHIR dates of every precision with the month as a word', () => {
    expect(formatDate('1961-03-12')).toBe('12 Mar 1961');
    expect(formatDate('1961-03')).toBe('Mar 1961');
    expect(formatDate('1961')).toBe('1961');
  });

  it('leaves what is no date as it is', () => {
    expect(formatDate('unknown')).toBe('unknown');
    expect(formatDay('2026-13-45T99:00:00Z')).toContain('2026');
  });

  it('does not move a date without time to another day', () => {
    expect(formatDay('2026-11-01')).toBe('1 Nov 2026');
    expect(formatTime('2026-11-01')).toBeNull();
  });

  it('writes the local day and time of an instant', () => {
    const iso = new Date(at(2026, 11, 9, 9, 4)).toISOString();
    expect(formatDay(iso)).toBe('9 Nov 2026');
    expect(formatTime(iso)).toBe('09:04');
  });

  it('leaves out of an instant what today already says', () => {
    const now = at(2026, 11, 23, 18);
    expect(formatInstant(at(2026, 11, 23, 14, 2), now)).toBe('14:02');
    expect(formatInstant(at(2026, 11, 12, 8, 0), now)).toBe('12 Nov, 08:00');
    expect(formatInstant(at(2025, 11, 12, 8, 0), now)).toBe('12 Nov 2025, 08:00');
  });

  it.each([
    ['1961-11-23', '65 y'],
    ['1961-11-24', '64 y'],
    ['2024-11-24', '23 mo'],
    ['2024-11-23', '2 y'],
    ['2026-10-23', '1 mo'],
    ['2026-10-24', '30 d'],
    ['2026-11-23', '0 d'],
    ['1992-11', '34 y'],
  ])('is %s on 23 Nov 2026: %s', (birthDate, age) => {
    expect(formatAge(birthDate, at(2026, 11, 23))).toBe(age);
  });

  it('guesses no age from a year alone, or from a day to come', () => {
    expect(formatAge('1979', at(2026, 11, 23))).toBeUndefined();
    expect(formatAge('2027-01-01', at(2026, 11, 23))).toBeUndefined();
  });

  it('writes a length in minutes and seconds', () => {
    expect(formatDuration(65.2)).toBe('1:05');
    expect(formatDuration(12.4)).toBe('0:12');
  });
});
