import type { Context, Done, Hook, Test } from 'mocha';
import { whileThereIsTime } from './run-out-of-time.ts';
import { type Scene, stage } from './stage.ts';
import { StepNotAwaited } from './step-not-awaited.ts';

const staged = new WeakSet<object>();

const enter = (runnable: Hook | Test): Scene => {
  const kind = runnable.type === 'hook' ? 'hook' : 'test';
  const scene: Scene = { kind, title: runnable.title, open: new Set(), over: false };
  stage().scene = scene;
  return scene;
};

const checkAwaited = ({ open, title }: Scene): void => {
  if (open.size > 0)
    throw new StepNotAwaited(
      Array.from(open, ({ name }) => name),
      title,
    );
};

/**
 * Makes a test or hook a scene of its own each time it is run: its steps find it again however many awaits later, and
 * a body that ends before its steps do fails with StepNotAwaited. A body that fails by itself keeps its own error.
 */
export const makeScene = (runnable: Hook | Test): void => {
  const { fn } = runnable;
  if (!fn || staged.has(fn)) return;
  const play = function (this: Context, done?: Done): unknown {
    const scene = enter(runnable);
    return stage().place.run({ scene, step: undefined }, () => {
      if (done) return Reflect.apply(fn, this, [done]);
      const result: unknown = Reflect.apply(fn, this, []);
      if (result instanceof Promise)
        return whileThereIsTime(
          result.then(() => checkAwaited(scene)),
          stage().time.signal,
          () => [scene.title, ...Array.from(scene.open, ({ name }) => name)],
        );
      checkAwaited(scene);
      return result;
    });
  };
  // Mocha tells callback style from promises by the number of parameters.
  runnable.fn =
    fn.length > 0
      ? function (this: Context, done: Done) {
          play.call(this, done);
        }
      : function (this: Context) {
          return play.call(this) as Promise<void>;
        };
  staged.add(runnable.fn);
};
