import { z } from 'zod';
import { BadInput } from '../../errors/bench-error.ts';
import { SEEDS } from '../../simulators/wire/chance.ts';
import { DEFAULT_IMAGE } from '../clouds/mosquitto/find-mosquitto.ts';

const schema = z.object({
  /** The bench file of a run; without it the default bench, a simulated board. */
  BENCH: z
    .string()
    .min(1, 'BENCH is empty; give it the path of a bench file, or unset it')
    .optional(),
  /** The release that the simulated boards of a run are; without it what the bench file says. */
  AT_RELEASE: z
    .string()
    .min(1, 'AT_RELEASE is empty; give it a release such as 3.4.0.0, or unset it')
    .optional(),
  /** A bug in the firmware of the simulated boards of a run; without it what the bench file says. */
  AT_DEFECT: z
    .string()
    .min(1, 'AT_DEFECT is empty; give it the name of a defect, or unset it')
    .optional(),
  /** A file that exports a bug for them; `AT_DEFECT` then names one of several in it. */
  AT_DEFECT_FILE: z
    .string()
    .min(1, 'AT_DEFECT_FILE is empty; give it the path of a defect file, or unset it')
    .optional(),
  /** From what the conditions on the wires of a run's simulated boards are made; without it what the bench file says. */
  AT_SEED: z
    .string()
    .regex(/^\d{1,10}$/, 'AT_SEED should be a whole number such as 42, or not set')
    .transform(Number)
    .refine((seed) => seed < SEEDS, `AT_SEED should be at most ${SEEDS - 1}`)
    .optional(),
  /** Any text lets the spec files of a run come in the order that AT_SEED makes. */
  AT_SHUFFLE: z.string().optional(),
  /** Any text leaves failures unexamined: for those who want to know what fails, and not why. */
  AT_UNEXAMINED: z.string().optional(),
  /** The container image with a Mosquitto that the project's own tests may start. */
  MOSQUITTO_IMAGE: z
    .string()
    .min(1, 'MOSQUITTO_IMAGE is empty; give it the name of a container image, or unset it')
    .default(DEFAULT_IMAGE),
  /** Any text turns stack traces on. */
  ESP_AT_BENCH_TRACE: z.string().optional(),
  /** Any text turns colours in the terminal off (no-color.org). */
  NO_COLOR: z.string().optional(),
});

/** The variables of the environment that this program reads, all of them. */
export type Environment = z.output<typeof schema>;

/** @throws BadInput `BAD_VARIABLE` */
export const readEnvironment = (variables: NodeJS.ProcessEnv = process.env): Environment => {
  const read = schema.safeParse(variables);
  if (read.success) return read.data;
  throw new BadInput(
    'BAD_VARIABLE',
    read.error.issues[0]?.message ?? 'a variable is not understood',
  );
};
