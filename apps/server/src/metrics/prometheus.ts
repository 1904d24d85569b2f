/** Numbers in the text format of Prometheus, which every monitoring system reads. */

export type Labels = Readonly<Record<string, string | number>>;
/** One number of a metric, and what it is of. */
export type Sample = readonly [labels: Labels, value: number];

/** Upper bounds of the durations that are counted apart, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60] as const;

/** Counts what happens; after a restart of the process from nought. */
export class Counter {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, number>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(labels: Labels, amount = 1): void {
    const series = textOf(labels);
    this.#values.set(series, (this.#values.get(series) ?? 0) + amount);
  }

  toString(): string {
    const lines = [...this.#values].map(([series, value]) => line(this.#name, series, value));
    return metric(this.#name, this.#help, 'counter', lines);
  }
}

interface Distribution {
  /** How many durations were within each bucket and not within the one before; the last: longer than all. */
  readonly counts: number[];
  seconds: number;
}

/** How long things take, and how many there were. */
export class Durations {
  readonly #name: string;
  readonly #help: string;
  readonly #values = new Map<string, Distribution>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.#help = help;
  }

  add(labels: Labels, seconds: number): void {
    const series = textOf(labels);
    let value = this.#values.get(series);
    if (!value) {
      value = { counts: Array.from({ length: BUCKETS.length + 1 }, () => 0), seconds: 0 };
      this.#values.set(series, value);
    }
    const found = BUCKETS.findIndex((bound) => seconds <= bound);
    const bucket = found < 0 ? BUCKETS.length : found;
    value.counts[bucket] = (value.counts[bucket] ?? 0) + 1;
    value.seconds += seconds;
  }

  toString(): string {
    const lines = [...this.#values].flatMap(([series, { counts, seconds }]) => {
      const separator = series === '' ? '' : ',';
      let count = 0;
      const buckets = [...BUCKETS, '+Inf'].map((bound, index) => {
        count += counts[index] ?? 0;
        return line(`${this.#name}_bucket`, `${series}${separator}le="${bound}"`, count);
      });
      return [
        ...buckets,
        line(`${this.#name}_sum`, series, seconds),
        line(`${this.#name}_count`, series, count),
      ];
    });
    return metric(this.#name, this.#help, 'histogram', lines);
  }
}

/** A metric whose numbers are read when they are asked for. */
export function measured(
  name: string,
  help: string,
  samples: number | readonly Sample[],
  type: 'gauge' | 'counter' = 'gauge',
): string {
  const all: readonly Sample[] = typeof samples === 'number' ? [[{}, samples]] : samples;
  return metric(
    name,
    help,
    type,
    all.map(([labels, value]) => line(name, textOf(labels), value)),
  );
}

function metric(name: string, help: string, type: string, lines: readonly string[]): string {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

function line(name: string, series: string, value: number): string {
  return series === '' ? `${name} ${value}` : `${name}{${series}} ${value}`;
}

function textOf(labels: Labels): string {
  let text = '';
  for (const name of Object.keys(labels)) {
    text += `${text === '' ? '' : ','}${name}="${escapeLabel(String(labels[name]))}"`;
  }
  return text;
}

const SPECIAL = /[\\"\n]/g;

function escapeLabel(value: string): string {
  return value.replace(SPECIAL, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}
