import * as v from 'valibot';
import { isRecord } from '../model/record.ts';

/**
 * A record of these keys and no others. Of a key that is missing a mistake says what it may hold, of an unknown one which
 * keys there are, of what is no record `says`. (valibot's own takes lists for records, and names one unknown key only.)
 */
export function record<const T extends v.ObjectEntries>(entries: T, says: string) {
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(isRecord, says),
    v.looseObject(entries, ({ expected }) => wanted(entries[expected?.slice(1, -1) ?? ''])),
    v.rawCheck(({ dataset, addIssue }) => {
      const input: Readonly<Record<string, unknown>> = isRecord(dataset.value) ? dataset.value : {};
      for (const key of Object.keys(input).filter(name => !Object.hasOwn(entries, name))) {
        const path: [v.IssuePathItem] = [{ type: 'object', origin: 'key', input, key, value: input[key] }];
        addIssue({ input: input[key], message: `no key of this name, but ${Object.keys(entries).join(', ')}`, path });
      }
    }),
  );
}

function wanted(schema: v.ObjectEntries[string] | undefined): string {
  return schema !== undefined && 'message' in schema && typeof schema.message === 'string' ? schema.message : 'a value';
}
