const EVERYWHERE = ['0.0.0.0', '::'];
const THIS_COMPUTER = ['localhost', '127.0.0.1'];

/** Whether a host to listen on is an address of its own, which a certificate can bear. */
export const isAddress = (host: string): boolean =>
  !EVERYWHERE.includes(host) && host !== 'localhost';

/** The host by which devices call what listens on `host`: without port, as AWS tells it. */
export const calledHost = (
  host: string,
  { names = [], addresses = [] }: { names?: readonly string[]; addresses?: readonly string[] },
): string => {
  if (!EVERYWHERE.includes(host)) return host;
  return [...names, ...addresses].find((name) => !THIS_COMPUTER.includes(name)) ?? 'localhost';
};
