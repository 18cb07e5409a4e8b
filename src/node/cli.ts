/** The command line: one table of commands; each is loaded when it is called. */
import { codeOf } from './code-of.ts';
import { damageOf, refusalOf } from './database/open.ts';
import { isBusy } from './database/sqlite.ts';
import { asksForHelp, helpOf } from './help.ts';
import { release } from './release.ts';
import { type Arguments, type Option, places, readArguments } from './settings.ts';
import { UsageError } from './usage-error.ts';

type Command = {
  readonly usage: string;
  /** Lines of a terminal; the first stands in the list of all commands. */
  readonly help: string;
  readonly options: readonly Option[];
  /** Words it takes besides options; none where absent. */
  readonly names?: number;
  /** Returns the exit status. */
  readonly load: () => Promise<{ run: (args: Arguments) => Promise<number> }>;
};

const { config, seeds, data, 'base-url': baseUrl, host, port } = places;

const commands: Readonly<Record<string, Command>> = {
  serve: {
    usage: 'serve',
    help: 'Read the seeds, serve the feeds, and watch for new files.\nThe token of --push-to is HUILIU_PUSH_TOKEN, else HUILIU_TOKEN.',
    options: [
      port,
      host,
      baseUrl,
      seeds,
      data,
      config,
      {
        name: 'push-to',
        value: 'URL',
        variable: 'HUILIU_PUSH_TO',
        help: 'keep a Huiliu at the edge up to date',
      },
    ],
    load: () => import('./commands/serve.ts'),
  },
  ingest: {
    usage: 'ingest',
    help: 'Read what changed in the seeds into the database, then stop.',
    options: [
      { name: 'search', help: 'fill the search index too, which serve does behind the feeds' },
      seeds,
      data,
      config,
    ],
    load: () => import('./commands/ingest.ts'),
  },
  check: {
    usage: 'check',
    help: 'Say what every seed becomes, and what is wrong with it.\nNo database is opened. The exit status is 1 for problems.',
    options: [seeds, config, { name: 'json', help: 'print JSON' }],
    load: () => import('./commands/check.ts'),
  },
  show: {
    usage: 'show FILE',
    names: 1,
    help: 'Say what one file becomes, and which rule found each field.',
    options: [{ name: 'json', help: 'print JSON' }, seeds, config],
    load: () => import('./commands/show.ts'),
  },
  export: {
    usage: 'export',
    help: 'Read the seeds, then write every feed and page as files.',
    options: [
      { name: 'out', value: 'DIR', help: 'folder to write to (feeds)' },
      { ...baseUrl, help: 'what readers use (http://127.0.0.1:3000)' },
      seeds,
      data,
      config,
    ],
    load: () => import('./commands/export.ts'),
  },
  retract: {
    usage: 'retract <id>',
    names: 1,
    help: 'Take an entry back from every feed, for good.\n<id> is the entry’s id, or <source>/<key>.',
    options: [{ name: 'undo', help: 'give it back' }, data],
    load: () => import('./commands/retract.ts'),
  },
  stories: {
    usage: 'stories',
    help: 'List the stories that several articles tell.\nThe percentages: of the shorter text, in the one shown; of both, in both.',
    options: [
      { name: 'since', value: 'DATE', help: 'only those of which an article was published then or later' },
      { name: 'json', help: 'print JSON' },
      data,
    ],
    load: () => import('./commands/stories.ts'),
  },
  add: {
    usage: 'add URL',
    names: 1,
    help: 'Find the feed of a page, and add it to sources.yaml.\nWhat it would bring is shown first.',
    options: [
      { name: 'id', value: 'ID', help: 'the id of the new source (from its address)' },
      { name: 'title', value: 'TEXT', help: 'what it is called (what the feed says)' },
      { name: 'dry-run', help: 'only show' },
      config,
    ],
    load: () => import('./commands/add.ts'),
  },
  fetch: {
    usage: 'fetch [id]',
    names: 1,
    help: 'Ask the sources that are feeds or pages now, or one of them.\nWhat is new is stored. A running server does so by itself.',
    options: [data, config],
    load: () => import('./commands/fetch.ts'),
  },
  import: {
    usage: 'import FILE',
    names: 1,
    help: 'Add a source to sources.yaml for each feed of an OPML file.',
    options: [config],
    load: () => import('./commands/import.ts'),
  },
  subscriptions: {
    usage: 'subscriptions',
    help: 'Print the feeds that sources are read from, as OPML.',
    options: [config],
    load: () => import('./commands/subscriptions.ts'),
  },
  push: {
    usage: 'push --to URL',
    help: 'Send the database’s entries to a Huiliu at the edge.\nThe token is HUILIU_PUSH_TOKEN, else HUILIU_TOKEN.',
    options: [
      { name: 'to', value: 'URL', variable: 'HUILIU_PUSH_TO', help: 'where it is' },
      { name: 'all', help: 'send everything again, as after an older copy was put back' },
      data,
    ],
    load: () => import('./commands/push.ts'),
  },
};

/** Runs a command; the exit status: 0 done, 1 problems, 2 called wrongly. */
export async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  // Whoever reads what is printed may have enough of it (`| head`).
  process.stdout.on('error', error => {
    if (codeOf(error) === 'EPIPE') return;
    console.error(`What is to be printed cannot be written (${codeOf(error)}).`);
    process.exit(2);
  });
  // `help check` is `check --help`.
  const [name, ...rest] = args[0] === 'help' && args.length > 1 ? [...args.slice(1), '--help'] : args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') return say(overview());
  if (name === '--version') return say(release());
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  try {
    if (command === undefined) throw new UsageError(`There is no command "${name}".\n\n${overview()}`);
    if (asksForHelp(rest)) return say(helpOf(`huiliu ${command.usage}`, command));
    const { run: start } = await command.load();
    const args = readArguments(rest, command.options, env);
    if (args.positionals.length > (command.names ?? 0))
      throw new UsageError(`"${args.positionals[command.names ?? 0]}" is one word too many: huiliu ${command.usage}`);
    return await start(args);
  } catch (error) {
    const message = error instanceof UsageError ? error.message : outside(error);
    if (message === undefined) throw error;
    console.error(message);
    return 2;
  }
}

/** What the machine refused, not we: one line says more than a stack. */
function outside(error: unknown): string | undefined {
  if (isBusy(error)) return 'The database is locked by another process. Wait for it to end, then try again.';
  const refused = damageOf(error) ?? refusalOf(error);
  if (refused !== undefined) return refused;
  const code = codeOf(error);
  const path = error instanceof Error && 'path' in error ? String(error.path) : '';
  return code !== undefined && path !== ''
    ? `${path} cannot be used (${code}). Check that it exists, that it is of the right kind, and that you may write it.`
    : undefined;
}

function say(text: string): number {
  console.log(text);
  return 0;
}

function overview(): string {
  const lines = Object.values(commands).map(({ usage, help }) => `  ${usage.padEnd(16)}${help.split('\n')[0]}`);
  return [
    'Usage: huiliu <command> [options]',
    '',
    ...lines,
    '',
    'huiliu <command> --help lists the options of a command.',
  ].join('\n');
}
