import { BadInput } from '../../errors/bench-error.ts';
import { FACTORY_PARAMETERS, fromBinary } from '../factory-parameters.ts';
import { type ContentDescription, describeContent } from '../kits/describe-content.ts';
import { recognise } from '../kits/recognise.ts';
import { describeNvs } from '../nvs/describe-nvs.ts';
import { nvsLosses } from '../nvs/nvs-losses.ts';
import { readNvs } from '../nvs/nvs-reader.ts';
import type { Partition } from '../partition-table.ts';
import { readPkiImage } from '../pki/pki-image-reader.ts';
import { appVersion } from './app-version.ts';
import { isCredentialPlace, NVS_PARTITION } from './credential-place.ts';
import { flashSizeOf } from './flash-size.ts';
import { type FlashTables, readFlashTables } from './flash-tables.ts';
import { partitionBytes } from './partition-bytes.ts';
import { type ImageProblem, tableProblems } from './table-problems.ts';

/** A credential in an image, and whose: `mqtt_cert`, or in an NVS `client_cert/client_cert.0`. */
interface HeldCredential {
  readonly place: string;
  /** Of the partition that it stands in. */
  readonly address: number;
  readonly content: ContentDescription;
}

/** What a factory image of ESP-AT holds; never a key. */
export interface ImageDescription extends FlashTables {
  readonly bytes: number;
  readonly flashSize: number | undefined;
  readonly version: string | undefined;
  readonly credentials: readonly HeldCredential[];
  /** By name: `uart_baudrate` and so on in an NVS, `baud` and so on in a partition. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly problems: readonly ImageProblem[];
}

type Contents = Pick<ImageDescription, 'credentials' | 'parameters' | 'problems'>;

const NOTHING: Contents = { credentials: [], parameters: {}, problems: [] };

/** What is no NVS or PKI image is a problem of the image, not the end of its description. */
const orProblem = (name: string, read: () => Contents): Contents => {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return {
      ...NOTHING,
      problems: [{ code: error.code, sentence: `"${name}": ${error.message}` }],
    };
  }
};

const inNvs = (bytes: Uint8Array, { name, address }: Partition): Contents => {
  const image = readNvs(bytes);
  const values = describeNvs(image);
  const credentials = values.flatMap((value) =>
    isCredentialPlace(value.namespace) && 'content' in value
      ? [{ place: `${value.namespace}/${value.key}`, address, content: value.content }]
      : [],
  );
  const parameters = values.flatMap((value) =>
    value.namespace === FACTORY_PARAMETERS && 'value' in value ? [[value.key, value.value]] : [],
  );
  const problems = nvsLosses(image).map(({ kind, sentence }) => ({
    code: `NVS_${kind.replaceAll('-', '_').toUpperCase()}`,
    sentence: `"${name}": ${sentence}`,
  }));
  return { credentials, parameters: Object.fromEntries(parameters), problems };
};

const inPkiImage = (bytes: Uint8Array, { name: place, address }: Partition): Contents => {
  const { kind, words } = recognise(bytes);
  if (kind === 'erased') {
    const content = { kind: 'other', bytes: 0, words } as const;
    return { ...NOTHING, credentials: [{ place, address, content }] };
  }
  const { items } = readPkiImage(bytes);
  const credentials = items.map(({ content }) => ({
    place,
    address,
    content: describeContent(content),
  }));
  return { ...NOTHING, credentials };
};

const inParameters = (bytes: Uint8Array): Contents => {
  const found = fromBinary(Buffer.from(bytes));
  if (!found) return NOTHING;
  const { pins, ...others } = found;
  const parameters = Object.entries({ ...others, ...pins }).map(([key, value]) => [
    key,
    `${value}`,
  ]);
  return { ...NOTHING, parameters: Object.fromEntries(parameters) };
};

const inPartition = (image: Uint8Array, partition: Partition): Contents => {
  const { name } = partition;
  const bytes = partitionBytes(image, partition);
  if (name === NVS_PARTITION) return orProblem(name, () => inNvs(bytes, partition));
  if (isCredentialPlace(name)) return orProblem(name, () => inPkiImage(bytes, partition));
  return name === FACTORY_PARAMETERS ? inParameters(bytes) : NOTHING;
};

/** Describes a flat copy of flash. Throws BadInput NOT_AN_ESP_AT_IMAGE; all else that is wrong is among the problems. */
export const describeImage = (image: Uint8Array): ImageDescription => {
  const tables = readFlashTables(image);
  const contents = (tables.secondary?.partitions ?? []).map((each) => inPartition(image, each));
  return {
    ...tables,
    bytes: image.length,
    flashSize: flashSizeOf(image),
    version: appVersion(image, tables),
    credentials: contents.flatMap(({ credentials }) => credentials),
    parameters: Object.assign({}, ...contents.map(({ parameters }) => parameters)),
    problems: [...tableProblems(image, tables), ...contents.flatMap(({ problems }) => problems)],
  };
};
