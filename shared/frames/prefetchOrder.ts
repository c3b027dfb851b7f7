import { stepFrame } from './frameClock.ts';

/**
 * Which frames to decode while nobody asks: the next ones in the direction of travel, then the one behind.
 * @param ahead how many frames to look ahead.
 */
export function prefetchOrder(frame: number, direction: -1 | 1, frameCount: number, ahead: number): number[] {
  const order = new Set<number>();
  for (let step = 1; step <= ahead; step += 1) order.add(stepFrame(frame, step * direction, frameCount, true));
  order.add(stepFrame(frame, -direction, frameCount, true));
  order.delete(frame);
  return [...order];
}
