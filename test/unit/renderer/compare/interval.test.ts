import { describe, expect, it } from 'vitest';
import { byDate, daysBetween, describeInterval } from '../../../../renderer/compare/interval.ts';

describe('the days between two pictures', () => {
  it('are counted by the calendar, not by hours', () => {
    expect(daysBetween('2026-08-31', '2026-09-14')).toBe(14);
    const at = (day: number, hour: number) => new Date(2026, 7, day, hour, 30).toISOString();
    expect(daysBetween(at(31, 23), at(32, 0))).toBe(1);
    expect(daysBetween(at(31, 0), at(31, 23))).toBe(0);
    // Over both changes of the clocks, wherever they are.
    expect(daysBetween(new Date(2026, 0, 1, 12).toISOString(), new Date(2027, 0, 1, 12).toISOString())).toBe(365);
  });

  it('are not guessed where a date names no day', () => {
    expect(daysBetween('2026', '2026-09-14')).toBeNull();
    expect(daysBetween('2026-09', '2026-09-14')).toBeNull();
    expect(describeInterval(null, '2026-09-14')).toBeNull();
  });

  it('are said in words', () => {
    expect(describeInterval('2026-09-14', '2026-09-15')).toBe('1 day later');
    expect(describeInterval('2026-09-14', '2026-09-14')).toBe('same day');
    expect(describeInterval('2026-09-14', '2026-09-01')).toBe('13 days earlier');
  });
});

describe('pictures by date', () => {
  it('come earliest first, undated last', () => {
    const ids = (dates: readonly (string | null)[]) => byDate(dates.map((createdAt, id) => ({ id, createdAt }))).map(({ id }) => id);
    expect(ids(['2026-09-14', null, '2026-08-31T09:42:00+02:00', null, '2026-09-01'])).toEqual([2, 4, 0, 1, 3]);
  });
});
