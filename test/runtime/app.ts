import type { Hono } from 'hono';
import { expect } from 'vitest';
import type { TestPlatform } from '#platform';
import { createApp, type Platform } from '../../src/app.ts';
import { day } from '../contract/records.ts';

/** Where the app of these tests is, if they do not say otherwise. */
export const base = 'https://feeds.example.org';

/** The app over what a platform gives. What it only reports fails the test, if that does not listen itself. */
export function appOn({ config, store, digest }: TestPlatform, changes: Partial<Platform> = {}): Hono {
  return createApp({
    config,
    store,
    baseUrl: base,
    digest,
    now: () => day + 1e9,
    ready: () => true,
    report: (message, cause) => expect.fail(`${message} ${cause}`),
    ...changes,
  });
}
