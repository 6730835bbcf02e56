import { startControlPlane } from './control-operations.ts';
import type { ControlPlane } from './control-plane.ts';
import { type DataPlane, startDataPlane } from './data-plane.ts';
import type { HttpOptions, RunningRest } from './listener.ts';

export interface InterfaceOptions extends HttpOptions {
  /** Of the data plane, `port` being that of the control plane. Default 0: the system chooses. */
  readonly dataPort?: number;
}

/** AWS's two interfaces over HTTP. */
export interface RunningInterfaces extends AsyncDisposable {
  readonly control: RunningRest;
  readonly data: RunningRest;
}

/** Starts both. Throws BadInput ADDRESS_UNUSABLE, and then neither runs. */
export const startInterfaces = async (
  planes: { readonly control: ControlPlane; readonly data: DataPlane },
  { dataPort = 0, ...options }: InterfaceOptions = {},
): Promise<RunningInterfaces> => {
  const control = await startControlPlane(planes.control, options);
  try {
    const data = await startDataPlane(planes.data, { ...options, port: dataPort });
    return {
      control,
      data,
      [Symbol.asyncDispose]: async () => {
        await control[Symbol.asyncDispose]();
        await data[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await control[Symbol.asyncDispose]();
    throw error;
  }
};
