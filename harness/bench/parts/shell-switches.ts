import { execFile } from 'node:child_process';
import { BenchError, type Colour } from '../../../errors/bench-error.ts';
import type { PowerSwitch, ResetButton } from '../../boards/power.ts';
import type { LoaderDoor } from '../../flash/rom/loader-door.ts';

const PATIENCE_MS = 30_000;

/** A command line of the bench file did not do its work. */
class SwitchFailed extends BenchError {
  readonly code = 'SWITCH_FAILED';
  readonly colour: Colour = 'bench';
}

const run = (commandLine: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const options = { shell: true, timeout: PATIENCE_MS };
    execFile(commandLine, [], options, (cause, _stdout, stderr) => {
      if (!cause) return resolve();
      const said = stderr.trim().split('\n').at(-1) || cause.message;
      reject(
        new SwitchFailed(
          `the bench file's command "${commandLine}" should have switched the board and failed: ${said}`,
          { cause },
        ),
      );
    });
  });

/** The supply of a board, switched by command lines. */
export const shellPower = ({ off, on }: { off: string; on: string }): PowerSwitch => ({
  off: () => run(off),
  on: () => run(on),
});

/** A reset button pressed by a command line. */
export const shellReset =
  (commandLine: string): ResetButton =>
  () =>
    run(commandLine);

/** The way into a chip's loader and out of it, by command lines that hold its boot pin and reset it. */
export const shellDoor = ({ enter, leave }: { enter: string; leave: string }): LoaderDoor => ({
  by: `by "${enter}"`,
  enter: () => run(enter),
  leave: () => run(leave),
});
