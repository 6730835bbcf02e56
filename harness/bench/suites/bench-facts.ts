import type { BenchFacts } from '../../diagnosis/evidence.ts';
import type { BenchFile, BoardEntry } from '../file/bench-file.ts';

type Endpoint = { readonly host: string; readonly port: number };

/** A cloud that could not be opened has no endpoint: then the file tells what it can. */
const listening = ({ cloud }: BenchFile): Endpoint =>
  cloud.kind === 'aws' ? { host: '', port: cloud.port } : { host: cloud.host, port: cloud.port };

/** What a bench file says, without its secrets. @param cloud as it was opened */
export const benchFacts = (
  file: BenchFile,
  entry: BoardEntry,
  cloud?: { readonly name: string; readonly endpoint: Endpoint },
): BenchFacts => {
  const { name, at, log = null, baud, flowControl } = entry;
  const { time, reach, wifi } = file;
  const endpoint = cloud?.endpoint ?? listening(file);
  return {
    board: { name, at, log, baud, flowControl },
    ssid: wifi.ssid,
    reach: { host: reach?.host ?? endpoint.host, port: reach?.port ?? endpoint.port },
    time: { via: time.via, server: time.via === 'sntp' ? time.server : null },
    cloud: { name: cloud?.name ?? file.cloud.kind, ...endpoint },
  };
};
