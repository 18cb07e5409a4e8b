import { expect, test } from 'vitest';
import { Asked, afterReaders } from '../../src/node/threads/asked.ts';

test('who works behind the readers waits once for all that was asked since, and not when nothing was', async () => {
  const here = new Asked();
  const there = afterReaders(new Asked(here.memory));
  const order: string[] = [];
  const turn = async (name: string) => {
    await there();
    order.push(name);
  };
  here.note();
  here.note();
  const waiting = turn('after readers');
  await Promise.resolve().then(() => order.push('meanwhile'));
  await waiting;
  const free = turn('at once');
  await Promise.resolve().then(() => order.push('behind'));
  await free;
  expect(order).toEqual(['meanwhile', 'after readers', 'at once', 'behind']);
});
