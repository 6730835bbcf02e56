/** A number out of one of TLS's registries, and the name that IANA gave it (`0x1234` where it gave none). */
export interface Registered {
  readonly number: number;
  readonly name: string;
}

/** What a device offers in the first message of its handshake, each list in the order of the wire. */
export interface ClientHello {
  /** `TLSv1.2`. A device that lists none (before TLS 1.3 none did) has one, the newest that it speaks. */
  readonly versions: readonly string[];
  readonly cipherSuites: readonly Registered[];
  /** The name of the server that it asks for; null if it names none. */
  readonly sni: string | null;
  /** The protocols that it would speak; empty without the extension. */
  readonly alpn: readonly string[];
  readonly groups: readonly Registered[];
  readonly signatureAlgorithms: readonly Registered[];
  readonly pointFormats: readonly Registered[];
  readonly extensions: readonly Registered[];
}
